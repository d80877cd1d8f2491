"""Masks rows that a call brings, and says whether they may be stored at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl
from ckanext.masking.domain.engine.names import safe
from ckanext.masking.domain.engine.order import Order
from ckanext.masking.domain.engine.report import FileReport
from ckanext.masking.domain.engine.risk import FileRisk
from ckanext.masking.domain.engine.rows import TABLE, RowsPlan, plan_rows, survey_rows, text_of
from ckanext.masking.domain.formats.base import Block, Column, Columns, Held
from ckanext.masking.domain.policy.model import Action, Policy

Record = Mapping[str, Any]
_NAME: Final = Held(
    "column_name",
    "列名中含有敏感内容，请改名后重新提交",
    "a column's name holds something sensitive; rename it and hand it in again",
)


@dataclass(frozen=True)
class MaskedRows:
    """The rows as they may be stored, the report, and the names of columns that were changed."""

    rows: list[dict[str, Any]]
    report: FileReport
    changed: frozenset[str] = frozenset()


def mask_rows(
    records: Sequence[Record],
    policy: Policy,
    order: Order,
    before: Mapping[str, Action] | None = None,
) -> MaskedRows:
    """Masks ``records`` by ``policy``; what does not change keeps its type.

    ``before`` are operators by column name that earlier rows of the table got: a handful of rows
    tells less about a column than all of them did. Raises ``Rejected`` when keys are missing.
    """
    names = dict.fromkeys(name for record in records for name in record)
    if any(safe(name, "") != name for name in names if name.strip()):
        return MaskedRows([], FileReport(held=_NAME))
    survey = survey_rows(records, order)
    known = {
        (column.table, column.place): (before or {})[column.name]
        for column in survey.reports
        if column.name in (before or {})
    }
    plan = plan_rows(survey, policy, replace(order, chosen={**known, **order.chosen}))
    rows = plan.mask(records)
    risk = _risk(records, rows, plan, policy, order)
    table = {**plan.told(), "risk": risk.as_dict(TABLE)}
    told: dict[str, Any] = {"format": "rows", "facts": {}, "notes": [], "tables": [table]}
    told["policy"] = {"name": policy.name, "version": policy.version}
    report = FileReport(told, needs_decision=plan.review or risk.missed())
    return MaskedRows(
        rows, report, frozenset(name for name, one in plan.plans.items() if one.masked)
    )


def _risk(
    records: Sequence[Record],
    rows: Sequence[Record],
    plan: RowsPlan,
    policy: Policy,
    order: Order,
) -> FileRisk:
    plans = {one.column: one for one in plan.plans.values()}
    risk = FileRisk(plans, policy, order.detectors)
    raw = _series(records, plans)
    if raw:
        risk.add(_Block(raw), raw, _series(rows, plans))
    return risk


def _series(records: Sequence[Record], columns: Mapping[Column, Any]) -> dict[Column, pl.Series]:
    return {
        column: pl.Series([text_of(row.get(column.name)) for row in records], dtype=pl.String)
        for column in columns
    }


class _Block(Block):
    """The rows of one call."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self.rows = max((len(series) for series in columns.values()), default=0)

    def columns(self) -> Columns:
        return self._columns
