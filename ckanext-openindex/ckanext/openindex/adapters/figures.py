"""Reads figures for whoever may see them: of datasets, departments, divisions and the whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import sqlalchemy as sa
from ckan import model
from ckan.lib.plugins import get_permission_labels
from ckanext.openindex import config
from ckanext.openindex.domain import advice
from ckanext.openindex.domain.figure import Figure, figure
from ckanext.openindex.domain.methodology import Methodology
from ckanext.openindex.domain.rollup import ROOT
from ckanext.openindex.domain.tally import Tally
from ckanext.openindex.model import HistoryRow, NodeRow, ScoreRow
from sqlalchemy.dialects.postgresql import ARRAY

from . import rating, rolling

PERIOD: Final = 30
"""Days back to the figure that a change is told against."""


@dataclass(frozen=True, slots=True)
class Found:
    """A figure with its row: a :class:`..model.ScoreRow` or a :class:`..model.NodeRow`."""

    kind: str
    id: str
    row: Any
    figure: Figure


def dataset(methodology: Methodology, dataset_id: str) -> Found | None:
    """The figure of a dataset; None where it has none."""
    row = model.Session.get(ScoreRow, (methodology.version, dataset_id))
    if row is None:
        return None
    return Found("dataset", dataset_id, row, figure(methodology, rating.read(row.contribution)))


def node(methodology: Methodology, node_id: str) -> Found | None:
    """The figure of a department (by id), a division (by code) or the whole (``site``)."""
    row = model.Session.get(NodeRow, (methodology.version, node_id))
    return Found(row.kind, row.id, row, rolling.figure_of(row)) if row is not None else None


def named(methodology: Methodology, given: str) -> Found | None:
    """The figure of what has this id, name or code; of the whole when it is empty."""
    if package := model.Package.get(given):
        return dataset(methodology, package.id)
    group = model.Group.get(given) if given else None
    return node(methodology, group.id if group else given or ROOT)


def above(version: str, node_id: str | None) -> list[NodeRow]:
    """The node with this id and those above it, the nearest first."""
    if node_id is None:
        return []
    row = NodeRow
    start = sa.select(row.id, row.parent_id, sa.literal(0).label("far")).where(
        row.version == version, row.id == node_id
    )
    path = start.cte("path", recursive=True)
    path = path.union_all(
        sa.select(row.id, row.parent_id, path.c.far + 1).where(
            row.version == version, row.id == path.c.parent_id
        )
    )
    query = sa.select(row).join(path, sa.and_(row.id == path.c.id, row.version == version))
    return list(model.Session.scalars(query.order_by(path.c.far)))


def below(version: str, node_id: str) -> sa.Select[tuple[str]]:
    """Ids of a node and all nodes below it."""
    row = NodeRow
    start = sa.select(row.id).where(row.version == version, row.id == node_id)
    tree = start.cte("tree", recursive=True)
    tree = tree.union_all(
        sa.select(row.id).where(row.version == version, row.parent_id == tree.c.id)
    )
    return sa.select(tree.c.id)


def rank(found: NodeRow) -> dict[str, int] | None:
    """``position`` from 1 among all ``of`` its kind; None without a score."""
    if found.score is None or found.id == ROOT:
        return None
    row = NodeRow
    better = sa.func.count().filter(row.score > found.score)
    query = sa.select(better, sa.func.count()).where(
        row.version == found.version, row.kind == found.kind, row.score.is_not(None)
    )
    before, of = model.Session.execute(query).one()
    return {"position": before + 1, "of": of}


def changes(version: str, kind: str, now: Mapping[str, float | None]) -> dict[str, dict[str, Any]]:
    """For ids with a score ``now`` that history knows of a period ago: ``since`` and ``score``,
    how much more it is now."""
    row, asked = HistoryRow, sa.func.unnest(sa.cast(list(now), ARRAY(sa.UnicodeText)))
    ids = asked.table_valued("id").render_derived(name="asked")
    before = (
        sa.select(row.day, row.score)
        .where(
            row.version == version,
            row.kind == kind,
            row.id == ids.c.id,
            row.day <= config.today() - timedelta(days=PERIOD),
        )
        .order_by(row.day.desc())
        .limit(1)
        .lateral("before")
    )
    query = sa.select(ids.c.id, before.c.day, before.c.score).select_from(
        ids.join(before, sa.true())
    )
    return {
        one: {"since": day.isoformat(), "score": round(now[one] - score, 6)}
        for one, day, score in model.Session.execute(query)
        if score is not None and now[one] is not None
    }


def history(
    version: str, wanted: Sequence[sa.ColumnElement[bool]], limit: int, offset: int
) -> tuple[int, list[HistoryRow]]:
    """How many days history has by conditions on its rows, and some of them, the latest first."""
    row = HistoryRow
    query = sa.select(row, sa.func.count().over()).where(row.version == version, *wanted)
    query = query.order_by(row.day.desc()).limit(limit).offset(offset)
    found = model.Session.execute(query).all()
    return (found[0][1] if found else 0), [one for one, _ in found]


def public(dataset_ids: Collection[str]) -> dict[str, model.Package]:
    """Those datasets that everybody may see at this moment, by id.

    Figures are computed over what was public a moment ago; whoever lists them asks again.
    """
    package = model.Package
    query = sa.select(package).where(package.id.in_(dataset_ids), package.state == "active")
    labels = get_permission_labels()
    anybody = set(labels.get_user_dataset_labels(None))
    return {
        row.id: row
        for row in model.Session.scalars(query)
        if not anybody.isdisjoint(labels.get_dataset_labels(row))
    }


def costs(
    methodology: Methodology, node_id: str, rows: Iterable[ScoreRow]
) -> dict[str, dict[str, Any]]:
    """By dataset id, the ``points`` that a node lacks because of it, and what ``most`` of them."""
    found = node(methodology, node_id)
    if found is None:
        return {}
    tallies = [(row.dataset_id, rating.read(row.contribution)) for row in rows]
    told = advice.costs(methodology, Tally.from_dict(found.row.sums), tallies, len(tallies))
    return {one.id: {"points": one.points, "most": list(one.most)} for one in told}
