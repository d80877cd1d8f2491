"""History: what the figures were at the end of each day, by version of the methodology.

Only days that are over get into it, from the inputs that held at their end, so computing such a
day again gives what history has. Nodes have a row for each day; datasets one for each day on which
something of them changed, which holds until the next. Rows are never rewritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.domain.methodology import Methodology
from ckanext.openindex.model import HistoryRow, InputRow

from . import locks, methodologies, parallel, whole
from .whole import LOCK, PRESENT, Tables, Told, silent

_DATASETS: Final = """
INSERT INTO openindex_history
  (version, kind, id, day, parent_id, title, gone, datasets, score, band, dimensions)
SELECT now.version, 'dataset', now.dataset_id, :day, now.node_id, '', false, 1, now.score,
       now.band, now.dimensions
FROM {score} AS now
LEFT JOIN LATERAL (
  SELECT was.* FROM openindex_history AS was
  WHERE was.version = now.version AND was.kind = 'dataset' AND was.id = now.dataset_id
    AND was.day <= :day
  ORDER BY was.day DESC LIMIT 1
) AS was ON true
WHERE now.version = :version AND (
  was.id IS NULL OR was.gone OR was.score IS DISTINCT FROM now.score
  OR was.dimensions IS DISTINCT FROM now.dimensions OR was.parent_id IS DISTINCT FROM now.node_id)
"""
_NODES: Final = """
INSERT INTO openindex_history
  (version, kind, id, day, parent_id, title, gone, datasets, score, band, dimensions)
SELECT version, kind, id, :day, parent_id, title, false, datasets, score, band,
       (SELECT jsonb_object_agg(one ->> 'id', one -> 'value')
        FROM jsonb_array_elements(dimensions) AS one)
FROM {node} WHERE version = :version
"""
_COUNT: Final = """
SELECT (SELECT count(*) FROM {score} WHERE version = :version)
     + (SELECT count(*) FROM {node} WHERE version = :version)
"""
_GONE: Final = """
INSERT INTO openindex_history (version, kind, id, day, parent_id, title, gone, dimensions)
SELECT was.version, was.kind, was.id, :day, was.parent_id, was.title, true, '{{}}'
FROM (
  SELECT DISTINCT ON (kind, id) * FROM openindex_history
  WHERE version = :version AND day <= :day ORDER BY kind, id, day DESC
) AS was
WHERE NOT was.gone AND NOT EXISTS (
  SELECT FROM {score} AS now
  WHERE was.kind = 'dataset' AND now.version = was.version AND now.dataset_id = was.id)
AND NOT EXISTS (
  SELECT FROM {node} AS now
  WHERE was.kind <> 'dataset' AND now.version = was.version AND now.id = was.id)
"""
MOST_DAYS: Final = 60
"""Days that are made good for after a standstill."""
_PAST: Final = Tables("openindex_past_score", "openindex_past_node")


@dataclass(frozen=True, slots=True)
class Compared:
    """A past day computed again: how many figures, and the ``(kind, id)`` of those that history
    has otherwise. ``added``: history had nothing of that day by this version, and has it now."""

    version: str
    figures: int
    different: list[tuple[str, str]]
    added: bool


def missing(most: int = MOST_DAYS) -> list[date]:
    """Past days that history lacks, the oldest first: from the first input, or the last day that
    it has, to yesterday; at most the ``most`` latest."""
    today = config.today()
    last = model.Session.scalar(sa.select(sa.func.max(HistoryRow.day)))
    if last is None:
        first = model.Session.scalar(sa.select(sa.func.min(InputRow.since)))
        if first is None:
            return []
        last = first.astimezone(config.timezone()).date() - timedelta(days=1)
    days = min((today - last).days - 1, most)
    return [today - timedelta(days=ago) for ago in range(days, 0, -1)]


def past(
    day: date, versions: list[str] | None = None, jobs: int = 1, told: Told = silent
) -> list[Compared]:
    """Compute ``day`` again from the inputs that were stored then.

    What history has of it is compared; a version that has nothing of it yet gets it.
    """
    with parallel.processes(jobs) as pool, locks.alone(LOCK):
        found = [one for one in methodologies.register() if not versions or one.version in versions]
        connection = model.Session.connection()
        for name, like in ((_PAST.score, PRESENT.score), (_PAST.node, PRESENT.node)):
            table = f"CREATE TEMPORARY TABLE {name} (LIKE {like}) ON COMMIT DROP"
            model.Session.execute(sa.text(table))
        whole.compute(connection, pool, found, day, _PAST, told)
        outcome = [_settle(one, day) for one in found]
        model.Session.commit()
    return outcome


def _settle(methodology: Methodology, day: date) -> Compared:
    version = methodology.version
    counting = sa.text(_COUNT.format(score=_PAST.score, node=_PAST.node))
    count = int(model.Session.scalar(counting, {"version": version}) or 0)
    row = HistoryRow
    there = sa.select(row.id).where(row.version == version, row.day == day).limit(1)
    if model.Session.scalar(there) is None:
        _write(version, day, _PAST)
        return Compared(version, count, [], True)
    return Compared(version, count, _differences(version, day), False)


_DIFFERENT: Final = """
WITH was AS (
  SELECT DISTINCT ON (kind, id) * FROM openindex_history
  WHERE version = :version AND day <= :day ORDER BY kind, id, day DESC
), now AS (
  SELECT 'dataset' AS kind, dataset_id AS id, score FROM openindex_past_score
  WHERE version = :version
  UNION ALL SELECT kind, id, score FROM openindex_past_node WHERE version = :version
)
SELECT COALESCE(was.kind, now.kind), COALESCE(was.id, now.id)
FROM (SELECT * FROM was WHERE NOT gone) AS was FULL JOIN now USING (kind, id)
WHERE was.id IS NULL OR now.id IS NULL OR was.score IS DISTINCT FROM now.score
ORDER BY 1, 2
"""


def _differences(version: str, day: date) -> list[tuple[str, str]]:
    given = {"version": version, "day": day}
    return [(kind, one) for kind, one in model.Session.execute(sa.text(_DIFFERENT), given)]


def _write(version: str, day: date, tables: Tables) -> None:
    names = {"score": tables.score, "node": tables.node}
    for statement in (_GONE, _NODES, _DATASETS):
        given = {"version": version, "day": day}
        model.Session.execute(sa.text(statement.format(**names)), given)
