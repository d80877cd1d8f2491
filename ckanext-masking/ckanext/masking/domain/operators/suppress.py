"""k-suppression: values that fewer than k rows have are taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import polars as pl
from ckanext.masking.domain.operators.base import REDACTED, Mask, Operator, Scope, not_blank
from ckanext.masking.domain.operators.parameter import Parameter

MOST_DISTINCT: Final = 500_000
"""Distinct values counted at one time; beyond it the rarest are forgotten, and so suppressed."""
_SCHEMA: Final = {"value": pl.String, "rows": pl.UInt32}


class SuppressMask(Mask):
    """Keeps what at least ``k`` rows of the surveyed column have, and redacts the rest."""

    surveys: ClassVar[bool] = True

    def __init__(self, k: int) -> None:
        self.k = k
        self._counts = pl.DataFrame(schema=_SCHEMA)
        self._kept: frozenset[str] | None = None

    def survey(self, series: pl.Series) -> None:
        values = series.alias("value").to_frame().filter(not_blank(pl.col("value")))
        counted = values.group_by("value").agg(pl.len().cast(pl.UInt32).alias("rows"))
        both = pl.concat([self._counts, counted])
        self._counts = both.group_by("value").agg(pl.col("rows").sum())
        if self._counts.height > MOST_DISTINCT:
            self._counts = self._counts.top_k(MOST_DISTINCT, by="rows")
        self._kept = None

    @property
    def kept(self) -> frozenset[str]:
        """The values that stay, after the survey."""
        if self._kept is None:
            self._kept = frozenset(self._counts.filter(pl.col("rows") >= self.k)["value"])
        return self._kept

    def one(self, value: str, subject: str | None) -> str:
        return value if value in self.kept else REDACTED


class Suppress(Operator):
    name = "suppress"
    zh = "遮盖整列中出现不足 k 次的值"
    en = "Redacts the values that fewer than k rows of the column have"
    whole_table = True
    parameters = {
        "k": Parameter("integer", "至少出现几次才保留", "rows a value needs to stay", 5, 2, 10_000),
    }

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> SuppressMask:
        return SuppressMask(parameters["k"])
