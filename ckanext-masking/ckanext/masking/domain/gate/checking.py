"""Looks at a masked file again, as if it had just been handed in.

The second look reads the bytes that would be published, with the engine's own readers, and asks two
things of them: that no table and no row came or went, and that in no column that was to be hidden
whole anything certain is left of what it was hidden for. Both answers need every row, but the
second needs only those columns and only those kinds: with fewer kinds at hand a detector finds
more of its own, never less, so what is left out of the search cannot hide anything from it. What
other columns hold was decided by the scan of the original, of which this file is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from ckanext.masking.domain.engine.order import Order
from ckanext.masking.domain.engine.survey import Survey, survey
from ckanext.masking.domain.finding import Certainty
from ckanext.masking.domain.formats import open_document
from ckanext.masking.domain.formats.base import Column, HeldError
from ckanext.masking.domain.scanning.report import ColumnReport
from govopen_common.problem import Problem

OPAQUE: Final = frozenset({"redact", "null", "hmac_sha256", "hmac_sm3"})
"""Operators whose results are never of the kind they hide."""

CHANGED: Final = Problem(
    "file",
    "check_shape",
    "脱敏结果的表或行数与原文件不符，未发布，请管理员查看",
    "the result has other tables or rows than the file; it is not published: ask the administrator",
)
LEFT: Final = Problem(
    "file",
    "check_left",
    "复查脱敏结果时仍发现应遮盖的内容，未发布，请管理员查看",
    "what was to be masked is still in the result; it is not published: ask the administrator",
)
Place = tuple[int, int]
"""The number of a table in its file, and of a column in its table."""


def check(masked: Path, report: Mapping[str, Any]) -> Problem | None:
    """What is wrong with the file that the engine says in ``report`` to have written, if anything.

    It must be readable with as many tables and rows, and where a column was hidden whole nothing
    certain of its kind may be left.
    """
    hidden = dict(_hidden(report))
    try:
        found, tables = _look(masked, hidden)
    except HeldError:
        return CHANGED
    rows = [int(table["rows"]) for table in report.get("tables", ())]
    left = [told - found.rows.get(table, 0) for told, table in zip(rows, tables, strict=False)]
    if len(rows) != len(tables) or not set(left) <= {0, int(_bare(report))}:
        return CHANGED
    for column, seen in found.reports.items():
        kind = hidden.get((tables[column.table], column.place))
        if kind is not None and _certain(seen, kind):
            return LEFT
    return None


def _bare(report: Mapping[str, Any]) -> bool:
    """Whether a first row was data. Masked it may pass for a header, since nothing is left in it
    by which it was told from one."""
    return any(note["code"] == "no_header" for note in report.get("notes", ()))


def _look(masked: Path, hidden: Mapping[Place, str]) -> tuple[Survey, dict[str, int]]:
    """What is in the hidden columns, and the numbers of the tables. Raises ``HeldError``."""
    order = Order()
    kinds = set(hidden.values()) & set(order.detectors)
    order = replace(order, detectors=order.detectors.only(kinds))
    tables: dict[str, int] = {}

    def passed(column: Column) -> ColumnReport | None:
        number = tables.setdefault(column.table, len(tables))
        if (number, column.place) in hidden:
            return None
        return ColumnReport(column.name, None, None, 0, 0, 0.0)

    _, document = open_document(masked, order.limits)
    return survey(document, order, passed), tables


def _hidden(report: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """The columns of which nothing may be left, and the kind each was hidden for."""
    for number, table in enumerate(report.get("tables", ())):
        for column in table["columns"]:
            if column["detector"] and column["decision"]["operator"] in OPAQUE:
                yield (number, int(column["place"])), str(column["detector"])


def _certain(seen: ColumnReport, kind: str) -> bool:
    return any(t.detector == kind and t.certainty == Certainty.CERTAIN for t in seen.tallies)
