"""Stored inputs: what was known of each dataset, and when.

What is not public is not stored; that a dataset ceased to be public is, as a row without a body.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from ckan import model
from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.model import InputRow
from sqlalchemy.dialects.postgresql import ARRAY

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


def ids(connection: sa.Connection, at: datetime | None = None) -> list[str]:
    """Ids of the datasets that were public at ``at`` (are now without it), in their order."""
    row = InputRow
    query = sa.select(row.dataset_id).where(
        row.part == FACTS, row.body.is_not(None), _held(row, at)
    )
    return list(connection.scalars(query.order_by(row.dataset_id)))


def read(
    connection: sa.Connection, dataset_ids: Collection[str], at: datetime | None = None
) -> list[Stored]:
    """Inputs of those of ``dataset_ids`` (at most some hundreds) that are public, by id, as they
    held at ``at`` (now without it).

    The parts are joined here: for a join in the database its planner has to know the table, which
    after a large change it does not.
    """
    row = InputRow
    query = sa.select(row.dataset_id, row.part, row.since, row.digest, row.body).where(
        row.dataset_id == sa.any_(sa.cast(list(dataset_ids), ARRAY(sa.UnicodeText))),
        row.part.in_((FACTS, USAGE)),
        row.body.is_not(None),
        _held(row, at),
    )
    found = {(one.dataset_id, one.part): one for one in connection.execute(query)}
    held: list[Stored] = []
    for one in sorted(dataset_ids):
        facts, usage = found.get((one, FACTS)), found.get((one, USAGE))
        if facts is not None:
            used, use = (usage.digest, usage.body) if usage is not None else (GONE, "")
            held.append(Stored(one, facts.since, _both(facts.digest, used), facts.body, use))
    return held


def of(connection: sa.Connection, dataset_id: str, at: datetime) -> Stored | None:
    """What was known of a dataset at ``at``; None when it was not public."""
    return next(iter(read(connection, [dataset_id], at)), None)


def previous(dataset_ids: Collection[str]) -> dict[str, DatasetFacts]:
    """What was last known of datasets, by id."""
    found = read(model.Session.connection(), dataset_ids)
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
