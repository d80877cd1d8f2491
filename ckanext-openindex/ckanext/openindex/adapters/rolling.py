"""Scores and the sums above them, changed together.

Sums are whole numbers (:mod:`..domain.tally`), so adding what is new and taking away what was
there gives to the digit what adding everything up again would.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from ckan import model
from ckanext.openindex.domain.figure import Figure
from ckanext.openindex.domain.methodology import Methodology
from ckanext.openindex.domain.methodology.model import UNITS
from ckanext.openindex.domain.rollup import ROOT, Node, join, node_figure
from ckanext.openindex.domain.tally import Tally
from ckanext.openindex.model import NodeRow, ScoreRow
from sqlalchemy.dialects.postgresql import insert

from . import places, rating
from .rating import Rated

NODE_COLUMNS: Final = (
    "version", "id", "kind", "parent_id", "title", "division_code", "datasets", "score", "band",
    "dimensions", "sums", "computed",
)  # fmt: skip


@dataclass
class Changes:
    """What is added to the sums of nodes, and the nodes with those above them."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)

    def add(self, nodes: Sequence[Node], tally: Tally) -> None:
        """Add what a dataset contributes to its nodes."""
        parents = [*(node.id for node in nodes[1:]), None]
        for node, parent in zip(nodes, parents, strict=True):
            self.parents[node.id] = parent
        join(self.nodes, nodes)
        self.sum(tally, [node.id for node in nodes])

    def sum(self, tally: Tally, ids: Iterable[str], times: int = 1) -> None:
        """Add ``tally`` to the sums of ``ids``, or take it away (``times`` -1)."""
        for one in ids:
            known = self.tallies.get(one)
            if known is None:
                known = self.tallies[one] = Tally()
            known.add(tally, times)

    def merge(self, other: Changes) -> None:
        """Add those of another batch."""
        for one, tally in other.tallies.items():
            self.sum(tally, [one])
        join(self.nodes, other.nodes.values())
        self.parents |= other.parents


def replace(
    methodology: Methodology, asked: Collection[str], rated: Sequence[Rated], computed: datetime
) -> set[str]:
    """Put the scores ``rated`` in the place of those of ``asked``; commits nothing.

    Returns ids of datasets whose score changed, came or went.
    """
    old = _old(methodology.version, asked)
    changes = Changes()
    for row in old.values():
        changes.sum(rating.read(row.contribution), row.path, -1)
    for one in rated:
        changes.add(one.nodes, one.tally)
    after = {one.dataset_id: one.score for one in rated}
    _write_scores(methodology.version, rated, old.keys() - after.keys())
    _write_nodes(methodology, changes, computed)
    before = {key: row.score for key, row in old.items()}
    return {
        key
        for key in {*before, *after}
        if (key in before) != (key in after) or before[key] != after[key]
    }


def node_row(
    methodology: Methodology, node: Node, parent: str | None, title: str, tally: Tally,
    figure: Figure, computed: datetime,
) -> dict[str, Any]:  # fmt: skip
    """A row of ``openindex_node``."""
    values = (
        methodology.version, node.id, node.unit, parent, title, node.division, tally.datasets,
        figure.score, figure.band, [one.as_dict() for one in figure.dimensions], tally.as_dict(),
        computed,
    )  # fmt: skip
    return dict(zip(NODE_COLUMNS, values, strict=True))


def _old(version: str, asked: Collection[str]) -> dict[str, Any]:
    row = ScoreRow
    query = sa.select(row.dataset_id, row.score, row.path, row.contribution).where(
        row.version == version, row.dataset_id.in_(asked)
    )
    return {one.dataset_id: one for one in model.Session.execute(query)}


def _write_scores(version: str, new: Sequence[Rated], gone: Collection[str]) -> None:
    row = ScoreRow
    if gone:
        old = sa.delete(row).where(row.version == version, row.dataset_id.in_(gone))
        model.Session.execute(old)
    if new:
        statement = insert(row)
        changed = {name: statement.excluded[name] for name in rating.COLUMNS[2:]}
        keys = list(rating.COLUMNS[:2])
        statement = statement.on_conflict_do_update(index_elements=keys, set_=changed)
        rows = [dict(zip(rating.COLUMNS, one.row, strict=True)) for one in new]
        model.Session.execute(statement, rows)


def _write_nodes(methodology: Methodology, changes: Changes, computed: datetime) -> None:
    """Add ``changes`` to the stored sums, from the bottom up; drop nodes without datasets."""
    stored = _stored(methodology.version, changes.tallies)
    nodes = {one: node_of(row) for one, row in stored.items()}
    join(nodes, changes.nodes.values())
    parents = {one: row.parent_id for one, row in stored.items()} | changes.parents
    known = {one: row.title for one, row in stored.items() if one != ROOT or row.division_code}
    titles = places.titles([nodes[one] for one in changes.tallies], known)
    for node in sorted(nodes.values(), key=lambda one: (UNITS.index(one.unit), one.id)):
        tally, row = Tally(), stored.get(node.id)
        if row is not None:
            tally = Tally.from_dict(row.sums)
        tally.add(changes.tallies[node.id])
        if not tally.datasets:
            if row is not None:
                model.Session.delete(row)
                model.Session.flush()
            continue
        figure = node_figure(methodology, node.unit, tally, members(methodology, node))
        values = node_row(
            methodology, node, parents[node.id], titles[node.id], tally, figure, computed
        )
        if row is None:
            model.Session.add(NodeRow(**values))
        else:
            for name, value in values.items():
                setattr(row, name, value)
        model.Session.flush()


def _stored(version: str, ids: Collection[str]) -> Mapping[str, NodeRow]:
    query = sa.select(NodeRow).where(NodeRow.version == version, NodeRow.id.in_(ids))
    return {row.id: row for row in model.Session.scalars(query)}


def node_of(row: NodeRow) -> Node:
    return Node(row.id, row.kind, row.division_code)


def members(methodology: Methodology, node: Node) -> list[Figure]:
    """Figures of the nodes directly below, where the rule of the level asks for them."""
    if methodology.level(node.unit).of == "dataset":
        return []
    query = sa.select(NodeRow).where(
        NodeRow.version == methodology.version, NodeRow.parent_id == node.id
    )
    return [figure_of(row) for row in model.Session.scalars(query)]


def figure_of(row: NodeRow) -> Figure:
    """The figure that is stored of a node."""
    return Figure.from_dict(
        {
            "version": row.version,
            "score": row.score,
            "band": row.band,
            "datasets": row.datasets,
            "dimensions": row.dimensions,
        }
    )
