"""Lists of figures in an order: nodes of a kind, and datasets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa
from ckan import model
from ckanext.openindex.domain.methodology import Methodology
from ckanext.openindex.domain.rollup import ROOT
from ckanext.openindex.model import NodeRow, ScoreRow

from . import figures

ORDERS: Final[Mapping[str, Any]] = {
    "hottest": ScoreRow.heat.desc().nulls_last(),
    "newest": ScoreRow.updated.desc().nulls_last(),
    "costly": ScoreRow.score.asc().nulls_last(),
    "best": ScoreRow.score.desc().nulls_last(),
}
"""Orders of datasets: by use in 30 days, by when their data changed, from the lowest score (see
``costly``), and by score."""
LOWEST: Final = 500
"""Datasets with the lowest scores, among which those that cost most are sought."""


def nodes(
    version: str, kind: str, *, within: str = "", words: str = "", by: str = "score",
    ascending: bool = False, limit: int = 20, offset: int = 0,
) -> tuple[int, list[Any]]:  # fmt: skip
    """How many nodes there are of ``kind`` below ``within``, and some of them in their order.

    ``by``: ``score``, ``datasets``, ``title`` or a dimension's id. Rows are ``(node, rank, name,
    title of the node above it)``: the rank by score among all of the kind, and the URL name of a
    department.
    """
    row, group, above = NodeRow, model.group_table, sa.orm.aliased(NodeRow)
    rank = sa.func.rank().over(order_by=row.score.desc().nulls_last()).label("rank")
    ranked = (
        sa.select(row.id, rank).where(row.version == version, row.kind == kind).subquery("ranked")
    )
    wanted = [row.version == version, row.kind == kind]
    if within and within != ROOT:
        wanted += [row.id.in_(figures.below(version, within)), row.id != within]
    if words:
        wanted.append(row.title.contains(words, autoescape=True))
    column = _column(by)
    order = column.asc() if ascending else column.desc()
    query = (
        sa.select(row, ranked.c.rank, group.c.name, above.title, sa.func.count().over())
        .join(ranked, ranked.c.id == row.id)
        .outerjoin(group, group.c.id == row.id)
        .outerjoin(above, sa.and_(above.version == row.version, above.id == row.parent_id))
        .where(*wanted)
        .order_by(order.nulls_last(), row.id)
        .limit(limit)
        .offset(offset)
    )
    found = model.Session.execute(query).all()
    return (found[0][-1] if found else 0), [one[:-1] for one in found]


def datasets(
    version: str, order: str, *, within: str = ROOT, limit: int = 10, offset: int = 0
) -> tuple[int, list[tuple[ScoreRow, model.Package]]]:
    """How many datasets with figures there are below ``within``, and some of them in ``order``.

    The node has counted them already, and an index has each order of the whole: however many
    there are, only those of the answer are read.
    """
    return _count(version, within), _with_packages(_page(version, order, within, limit, offset))


def costly(
    by: Methodology, within: str, limit: int, offset: int
) -> tuple[int, list[tuple[ScoreRow, model.Package]], dict[str, dict[str, Any]]]:
    """As ``datasets``, those first that cost ``within`` most, and what each costs, by id.

    Sought among the ``LOWEST`` scores; behind them the order is that of scores.
    """
    lowest = _page(by.version, "costly", within, LOWEST, 0) if offset < LOWEST else []
    told = figures.costs(by, within, lowest)
    lowest.sort(key=lambda one: (-told[one.dataset_id]["points"], one.dataset_id))
    rows = lowest[offset : offset + limit]
    if offset + limit > LOWEST:
        start = max(offset, LOWEST)
        more = _page(by.version, "costly", within, offset + limit - start, start)
        told |= figures.costs(by, within, more)
        rows += more
    return _count(by.version, within), _with_packages(rows), told


def _count(version: str, within: str) -> int:
    node = NodeRow
    count = sa.select(node.datasets).where(node.version == version, node.id == within)
    return int(model.Session.scalar(count) or 0)


def _page(version: str, order: str, within: str, limit: int, offset: int) -> list[ScoreRow]:
    query = ordered(version, order)
    if within != ROOT:
        query = query.where(ScoreRow.node_id.in_(figures.below(version, within)))
    return list(model.Session.scalars(query.limit(limit).offset(offset)))


def _with_packages(rows: list[ScoreRow]) -> list[tuple[ScoreRow, model.Package]]:
    """Those that everybody may see at this moment."""
    known = figures.public([one.dataset_id for one in rows])
    return [(one, known[one.dataset_id]) for one in rows if one.dataset_id in known]


def ordered(version: str, order: str) -> sa.Select[tuple[ScoreRow]]:
    """All figures of datasets in an order that an index has."""
    row = ScoreRow
    return sa.select(row).where(row.version == version).order_by(ORDERS[order], row.dataset_id)


def all_nodes(version: str, kinds: list[str], limit: int, offset: int) -> tuple[int, list[Any]]:
    """Nodes of kinds by id, with few columns: for maps and trees."""
    row = NodeRow
    columns = {
        name: getattr(row, name)
        for name in (
            "id",
            "kind",
            "parent_id",
            "title",
            "division_code",
            "datasets",
            "score",
            "band",
        )
    }
    query = sa.select(*columns.values(), sa.func.count().over())
    query = query.where(row.version == version, row.kind.in_(kinds))
    found = model.Session.execute(query.order_by(row.id).limit(limit).offset(offset)).all()
    rows = [dict(zip(columns, one, strict=False)) for one in found]
    return (found[0][-1] if found else 0), rows


def members(version: str, node_id: str, most: int) -> tuple[int, list[tuple[NodeRow, str | None]]]:
    """How many nodes lie directly below one, and the first of them from the largest unit down,
    each with the URL name of a department."""
    row, group = NodeRow, model.group_table
    query = (
        sa.select(row, group.c.name, sa.func.count().over())
        .outerjoin(group, group.c.id == row.id)
        .where(row.version == version, row.parent_id == node_id)
        .order_by(row.kind == "department", row.score.desc().nulls_last(), row.id)
        .limit(most)
    )
    found = model.Session.execute(query).all()
    return (found[0][-1] if found else 0), [(one, name) for one, name, _ in found]


def _column(by: str) -> Any:
    row = NodeRow
    if by in ("score", "datasets", "title"):
        return getattr(row, by)
    path = sa.func.jsonb_path_query_first(
        row.dimensions,
        sa.cast("$[*] ? (@.id == $id).value", sa.dialects.postgresql.JSONPATH),
        sa.func.jsonb_build_object("id", by),
    )
    return sa.cast(path.op("#>>")(sa.text("'{}'")), sa.Float)
