"""Stored inputs: what was known of each dataset, and when.

What is not public is not stored; that a dataset ceased to be public is, as a row without a body.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from ckan import model
from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.model import InputRow

FACTS: Final = "facts"
USAGE: Final = "usage"
GONE: Final = ""
"""Digest of the input of a dataset that is not public."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An input as it is stored; ``facts`` and ``usage`` are JSON, ``usage`` may be empty."""

    dataset_id: str
    since: datetime
    digest: str
    facts: str
    usage: str

    def read(self) -> DatasetFacts:
        """The facts it holds."""
        data = json.loads(self.facts)
        if self.usage:
            data["usage"] = json.loads(self.usage)
        return DatasetFacts.from_dict({**data, "gathered": self.since.isoformat()})


def keep(
    found: Mapping[str, DatasetFacts], asked: Collection[str], now: datetime
) -> dict[str, Stored]:
    """Store what is new of ``asked``, those missing in ``found`` as gone; commits nothing.

    Returns the inputs that hold now, of those that are public.
    """
    before = _current(asked)
    bodies = {one: split(found[one]) if one in found else None for one in asked}
    closed: list[int] = []
    new: list[dict[str, Any]] = []
    held: dict[str, Stored] = {}
    for one in sorted(bodies):
        parts = bodies[one] or {FACTS: "", USAGE: ""}
        since, digests = now, {}
        for part, body in parts.items():
            known = before.get((one, part))
            digest = digest_of(body) if body else GONE
            digests[part] = digest
            if known is None and not body:
                continue
            if known is not None and known.digest == digest:
                since = known.since if part == FACTS else since
                continue
            if known is not None:
                closed.append(known.id)
            row = {"dataset_id": one, "part": part, "since": now, "digest": digest}
            new.append({**row, "body": body or None})
        if bodies[one]:
            digest = _both(digests[FACTS], digests[USAGE])
            held[one] = Stored(one, since, digest, parts[FACTS], parts[USAGE])
    run = model.Session.execute
    if closed:
        run(sa.update(InputRow).where(InputRow.id.in_(closed)).values(until=now))
    if new:
        run(sa.insert(InputRow), new)
    return held


def stream(
    connection: sa.Connection, at: datetime | None = None, ids: Collection[str] | None = None
) -> Iterator[Stored]:
    """Inputs of public datasets by id, as they held at ``at`` (now without it)."""
    facts, usage = (sa.orm.aliased(InputRow, name=part) for part in (FACTS, USAGE))
    query = (
        sa.select(facts.dataset_id, facts.since, facts.digest, facts.body, usage.digest, usage.body)
        .outerjoin(
            usage,
            sa.and_(usage.dataset_id == facts.dataset_id, usage.part == USAGE, _held(usage, at)),
        )
        .where(facts.part == FACTS, facts.body.is_not(None), _held(facts, at))
        .order_by(facts.dataset_id)
    )
    if ids is not None:
        query = query.where(facts.dataset_id.in_(ids))
    query = query.execution_options(stream_results=True, yield_per=500)
    for one, since, digest, body, used, use in connection.execute(query):
        yield Stored(one, since, _both(digest, used or GONE), body, use or "")


def of(connection: sa.Connection, dataset_id: str, at: datetime) -> Stored | None:
    """What was known of a dataset at ``at``; None when it was not public."""
    return next(iter(list(stream(connection, at, [dataset_id]))), None)


def count(connection: sa.Connection, at: datetime | None = None) -> int:
    """How many public datasets have an input."""
    row = InputRow
    query = sa.select(sa.func.count()).where(
        row.part == FACTS, row.body.is_not(None), _held(row, at)
    )
    return int(connection.scalar(query) or 0)


def previous(dataset_ids: Collection[str]) -> dict[str, DatasetFacts]:
    """What was last known of datasets, by id."""
    found = stream(model.Session.connection(), ids=dataset_ids)
    return {one.dataset_id: one.read() for one in found}


def _held(row: Any, at: datetime | None) -> sa.ColumnElement[bool]:
    if at is None:
        return row.until.is_(None)
    return sa.and_(row.since <= at, sa.or_(row.until.is_(None), row.until > at))


def _current(dataset_ids: Collection[str]) -> dict[tuple[str, str], Any]:
    row = InputRow
    query = sa.select(row.id, row.dataset_id, row.part, row.since, row.digest).where(
        row.dataset_id.in_(dataset_ids), row.until.is_(None)
    )
    return {(one.dataset_id, one.part): one for one in model.Session.execute(query)}


def split(facts: DatasetFacts) -> dict[str, str]:
    """The parts of facts as they are stored, as JSON; that of a use that is not known is empty."""
    data = facts.as_dict()
    usage = data.pop("usage", None)
    data.pop("gathered")
    return {FACTS: _json(data), USAGE: _json(usage) if usage else ""}


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(body: str) -> str:
    """What tells one input from another."""
    return hashlib.sha256(body.encode()).hexdigest()


def _both(facts: str, usage: str) -> str:
    return hashlib.sha256(f"{facts}{usage}".encode()).hexdigest() if usage else facts
