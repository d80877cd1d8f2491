"""Generalise a date to its month, quarter, year or decade."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.masking.domain.operators._dates import Period, read_period
from ckanext.masking.domain.operators.base import OTHERWISE, Mask, Operator, Scope, otherwise
from ckanext.masking.domain.operators.parameter import Parameter

PARTS = ("month", "quarter", "year", "decade")


class DatePartMask(Mask):
    """Writes ``2024-03``, ``2024-Q1``, ``2024`` or ``2020s`` for a date or an ID number."""

    def __init__(self, to: str, rest: str | None) -> None:
        self.to = to
        self.rest = rest

    def one(self, value: str, subject: str | None) -> str | None:
        period = read_period(value)
        return self.rest if period is None else self._part(period)

    def _part(self, period: Period) -> str:
        if self.to == "decade":
            return f"{period.year // 10 * 10:04d}s"
        if self.to == "year" or period.month is None:
            return f"{period.year:04d}"
        if self.to == "quarter":
            return f"{period.year:04d}-Q{(period.month + 2) // 3}"
        return f"{period.year:04d}-{period.month:02d}"


class DatePart(Operator):
    name = "date_part"
    zh = "把日期概化到月、季度、年或十年"
    en = "Generalises a date to its month, quarter, year or decade"
    parameters = {
        "to": Parameter(
            "choice", "概化到哪一级", "what is left of it", None, choices=PARTS, required=True
        ),
        "otherwise": OTHERWISE,
    }

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> DatePartMask:
        return DatePartMask(parameters["to"], otherwise(parameters))
