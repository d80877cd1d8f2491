"""Moves counts from Redis into the database, in batches: each is written once or not at all.

The sums are renamed to a batch with an id of its own. The transaction that adds a batch to the
tables writes its id too, and only then Redis forgets it. Killed before the commit, the next flush
writes the batch; killed after it, the next one finds the id and only removes the batch. Two at
once meet at the id: the second waits for the first and then adds nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from ckan import model
from ckanext.openindex import signals
from ckanext.openindex.adapters import marking
from ckanext.openindex.domain.usage.hit import Hit, parsed
from ckanext.openindex.model import UsageBatchRow, UsageLossRow, UsageRow, UsageTotalRow
from redis import Redis
from sqlalchemy.dialects.postgresql import insert

from .counter import LOST, Names

TAKE = """
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('RENAME', KEYS[1], KEYS[2])
  redis.call('RPUSH', KEYS[3], ARGV[1])
end
"""
AT_ONCE = 2000
"""Rows in one statement."""
BATCHES_KEPT = timedelta(days=30)
"""How long the id of a batch is remembered; Redis lets go of it within one flush."""

Key = tuple[str, date, str, str]


@dataclass
class Flushed:
    """What a flush has done."""

    batches: int = 0
    hits: int = 0
    unknown: int = 0
    lost: int = 0
    datasets: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Sums:
    hits: Mapping[tuple[date, Hit], int]
    lost: Mapping[date, int]


def flush(redis: Redis, names: Names) -> Flushed:
    """Write everything that was counted. Commits; raises what database or Redis raise."""
    new = uuid4().hex
    redis.register_script(TAKE)([names.pending, names.batch(new), names.batches], [new])
    done = Flushed()
    waiting: Any = redis.lrange(names.batches, 0, -1)
    for one in waiting:
        batch = one.decode()
        _write(batch, _read(redis, names.batch(batch)), done)
        with redis.pipeline(transaction=True) as pipe:
            pipe.delete(names.batch(batch))
            pipe.lrem(names.batches, 0, batch)
            pipe.execute()
    if done.datasets:
        signals.usage_counted.send("openindex", dataset_ids=sorted(done.datasets))
    return done


def _read(redis: Redis, key: str) -> _Sums:
    hits, lost = Counter[tuple[date, Hit]](), Counter[date]()
    # A scan may give a field twice (Redis: SCAN guarantees), so fields come before sums.
    for name, count in dict(redis.hscan_iter(key, count=AT_ONCE)).items():
        text = name.decode()
        if text.startswith(LOST):
            lost[date.fromisoformat(text.removeprefix(LOST))] += int(count)
        elif found := parsed(text):
            hits[found] += int(count)
    return _Sums(hits, lost)


def _write(batch: str, sums: _Sums, done: Flushed) -> None:
    session = model.Session
    try:
        rows, unknown = _resolved(sums.hits)
        total = sum(sums.hits.values())
        said = insert(UsageBatchRow).values(id=batch, hits=total, unknown=unknown)
        if not session.execute(said.on_conflict_do_nothing()).rowcount:
            session.rollback()
            return
        _add(UsageRow, ("dataset_id", "day", "kind", "resource_id"), rows)
        _add(UsageTotalRow, ("dataset_id", "kind", "resource_id"), _all_days(rows))
        _add(UsageLossRow, ("day",), {(day,): n for day, n in sums.lost.items()})
        old = datetime.now(timezone.utc) - BATCHES_KEPT
        session.execute(sa.delete(UsageBatchRow).where(UsageBatchRow.flushed < old))
        datasets = {key[0] for key in rows}
        marking.mark(datasets, "used", session())
        session.commit()
    except BaseException:
        session.rollback()
        raise
    done.batches += 1
    done.hits += total
    done.unknown += unknown
    done.lost += sum(sums.lost.values())
    done.datasets |= datasets


def _resolved(hits: Mapping[tuple[date, Hit], int]) -> tuple[Counter[Key], int]:
    """Sums by dataset id, day, kind and resource id, and how many uses are of nothing known."""
    datasets = _datasets({one.dataset for _, one in hits if one.dataset})
    resources = _resources({one.resource for _, one in hits if one.resource})
    rows, unknown = Counter[Key](), 0
    for (day, one), n in hits.items():
        owner = resources.get(one.resource) if one.resource else datasets.get(one.dataset)
        if owner:
            rows[owner, day, one.kind, one.resource] += n
        else:
            unknown += n
    return rows, unknown


def _datasets(said: set[str]) -> dict[str, str]:
    """Ids by what datasets were called: their id or their name."""
    found: dict[str, str] = {}
    for some in _chunks(sorted(said)):
        query = sa.select(model.Package.id, model.Package.name).where(
            sa.or_(model.Package.id.in_(some), model.Package.name.in_(some))
        )
        for id_, name in model.Session.execute(query):
            found |= {name: id_, id_: id_}
    return found


def _resources(ids: set[str]) -> dict[str, str]:
    """Datasets' ids by those of their resources."""
    found: dict[str, str] = {}
    for some in _chunks(sorted(ids)):
        query = sa.select(model.Resource.id, model.Resource.package_id)
        rows = model.Session.execute(query.where(model.Resource.id.in_(some)))
        found.update((row.id, row.package_id) for row in rows)
    return found


def _all_days(rows: Mapping[Key, int]) -> Counter[tuple[str, str, str]]:
    out = Counter[tuple[str, str, str]]()
    for (dataset, _, kind, resource), n in rows.items():
        out[dataset, kind, resource] += n
    return out


def _add(table: Any, columns: tuple[str, ...], sums: Mapping[Any, int]) -> None:
    """Add sums to rows, in the order of their keys so that no two flushes lock crosswise."""
    for some in _chunks(sorted(sums)):
        rows = [dict(zip(columns, key, strict=True), n=sums[key]) for key in some]
        said = insert(table).values(rows)
        model.Session.execute(
            said.on_conflict_do_update(
                index_elements=columns, set_={"n": table.n + said.excluded.n}
            )
        )


def _chunks(items: list[Any]) -> Iterable[list[Any]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
