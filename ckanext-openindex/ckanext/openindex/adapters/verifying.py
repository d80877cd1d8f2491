"""Computes figures again from what is stored, and tells what differs."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model
from ckanext.openindex.domain.methodology import Methodology
from ckanext.openindex.domain.methodology.model import UNITS
from ckanext.openindex.domain.rollup import Node, node_figure
from ckanext.openindex.model import NodeRow, ScoreRow

from . import clock, inputs, locks, methodologies, rating, rolling
from .rolling import Changes
from .whole import LOCK

COMPARED = rating.COLUMNS[2:-1]
"""Columns of scores: all but the time of the computation."""


def verify(sample: int | None = None) -> tuple[int, list[str]]:
    """How many figures were computed again, and a sentence for each that differs.

    Of datasets ``sample`` at random, or all; of departments and divisions always all.
    """
    count, wrong = 0, list[str]()
    with locks.alone(LOCK):
        for one in methodologies.active():
            for check in (_datasets(one, sample), _nodes(one)):
                count += check[0]
                wrong += check[1]
        model.Session.rollback()
    return count, wrong


def _datasets(methodology: Methodology, sample: int | None) -> tuple[int, list[str]]:
    row = ScoreRow
    query = sa.select(row).where(row.version == methodology.version)
    if sample is not None:
        query = query.order_by(sa.func.random()).limit(sample)
    count, wrong = 0, list[str]()
    for kept in model.Session.scalars(query.execution_options(yield_per=500)):
        count += 1
        wrong += _dataset(methodology, kept)
    return count, wrong


def _dataset(methodology: Methodology, kept: ScoreRow) -> list[str]:
    name = f"dataset {kept.dataset_id} by {methodology.version}"
    stored = inputs.of(model.Session.connection(), kept.dataset_id, kept.computed)
    if stored is None:
        return [f"{name}: its input is not stored"]
    again = rating.rate(stored, methodology, clock.end_of(kept.as_of), kept.computed)
    now = dict(zip(rating.COLUMNS, again.row, strict=True))
    return [
        f"{name}: {column} is {getattr(kept, column)}, computed again {now[column]}"
        for column in COMPARED
        if getattr(kept, column) != (list(now[column]) if column == "path" else now[column])
    ]


def _nodes(methodology: Methodology) -> tuple[int, list[str]]:
    score, row, sums = ScoreRow, NodeRow, Changes()
    query = sa.select(score.path, score.contribution).where(score.version == methodology.version)
    for path, contribution in model.Session.execute(query.execution_options(yield_per=500)):
        sums.sum(rating.read(contribution), path)
    kept = {
        one.id: one
        for one in model.Session.scalars(sa.select(row).where(row.version == methodology.version))
    }
    wrong = [
        f"node {one} by {methodology.version}: there is no dataset in it"
        for one in sorted(kept.keys() - sums.tallies.keys())
    ]
    members: dict[str | None, list[rolling.Figure]] = {}
    for one in sorted(kept.values(), key=lambda each: (UNITS.index(each.kind), each.id)):
        if one.id not in sums.tallies:
            continue
        tally = sums.tallies[one.id]
        node = Node(one.id, one.kind, one.division_code)
        figure = node_figure(methodology, node.unit, tally, members.get(one.id, ()))
        members.setdefault(one.parent_id, []).append(figure)
        if one.sums != tally.as_dict():
            wrong.append(f"node {one.id} by {methodology.version}: its sums are not those below it")
        elif figure != rolling.figure_of(one):
            wrong.append(f"node {one.id} by {methodology.version}: its figure is not of its sums")
    wrong += [
        f"node {one} by {methodology.version}: it is missing"
        for one in sorted(sums.tallies.keys() - kept.keys())
    ]
    return len(kept), wrong
