"""Computes all figures from stored inputs: of today, into the tables; of a past day, into history.

Either way everything is one transaction: readers see the figures before it or those after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Any, Final

import sqlalchemy as sa
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.domain.figure import Figure
from ckanext.openindex.domain.methodology import Methodology
from ckanext.openindex.domain.methodology.model import UNITS
from ckanext.openindex.domain.rollup import node_figure
from ckanext.openindex.model import NodeRow, ScoreRow

from . import clock, copying, inputs, locks, methodologies, parallel, places, rating, rolling
from .rolling import NODE_COLUMNS, Changes

LOCK: Final = "compute"
"""Name of the lock that whoever writes figures holds."""
Told = Callable[[int, int], None]
"""Gets how many datasets are done, and how many there are."""


def silent(done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Where figures go: the tables of the extension, or temporary ones of their shape."""

    score: str
    node: str


PRESENT: Final = Tables(ScoreRow.__tablename__, NodeRow.__tablename__)


def today(jobs: int = 1, told: Told = silent) -> set[str]:
    """Compute everything as of today; ids of datasets whose score changed, came or went."""
    before = dict[str, float | None]()
    with parallel.processes(jobs) as pool, locks.alone(LOCK):
        found = methodologies.register()
        shown = found[0].version
        before = scores(shown)
        connection = model.Session.connection()
        for one in found:
            for row in (ScoreRow, NodeRow):
                model.Session.execute(sa.delete(row).where(row.version == one.version))
        compute(connection, pool, found, config.today(), PRESENT, told)
        model.Session.commit()
        after = scores(shown)
    return {
        key
        for key in {*before, *after}
        if (key in before) != (key in after) or before[key] != after[key]
    }


def compute(
    connection: sa.Connection, pool: Any, found: list[Methodology], day: date, tables: Tables,
    told: Told = silent,
) -> int:  # fmt: skip
    """Compute all figures as of ``day`` from the inputs that held at its end into ``tables``,
    which have none of these versions; how many datasets there are."""
    at, computed = clock.end_of(day), datetime.now(timezone.utc)
    held = None if day == config.today() else at
    task = parallel.Task(tuple(found), at, held, computed)
    sums = [Changes() for _ in found]
    asked, done = inputs.ids(connection, held), 0
    for parts in parallel.parts(pool, task, asked):
        for part, mine in zip(parts, sums, strict=True):
            copying.send(connection, tables.score, rating.COLUMNS, part.lines)
            mine.merge(part.changes)
        done += parts[0].datasets
        told(done, len(asked))
    for methodology, mine in zip(found, sums, strict=True):
        rows = _node_rows(methodology, mine, computed)
        values = [list(row.values()) for row in rows]
        copying.copy(connection, tables.node, NODE_COLUMNS, values)
    return done


def scores(version: str) -> dict[str, float | None]:
    """Scores of all datasets by a version."""
    query = sa.select(ScoreRow.dataset_id, ScoreRow.score).where(ScoreRow.version == version)
    return dict(model.Session.execute(query).tuples().all())


def _node_rows(
    methodology: Methodology, sums: Changes, computed: datetime
) -> Iterator[Mapping[str, Any]]:
    """Rows of all nodes, from the bottom up."""
    titles = places.titles(sums.nodes.values())
    members: dict[str | None, list[Figure]] = {}
    for node in sorted(sums.nodes.values(), key=lambda one: (UNITS.index(one.unit), one.id)):
        tally, parent = sums.tallies[node.id], sums.parents[node.id]
        figure = node_figure(methodology, node.unit, tally, members.get(node.id, ()))
        members.setdefault(parent, []).append(figure)
        yield rolling.node_row(methodology, node, parent, titles[node.id], tally, figure, computed)
