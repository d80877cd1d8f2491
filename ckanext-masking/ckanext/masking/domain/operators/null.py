"""Null: the value is taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from ckanext.masking.domain.operators.base import Mask, Operator, Scope, not_blank


class NullMask(Mask):
    """Leaves nothing of a value; blank ones stay as they are."""

    def one(self, value: str, subject: str | None) -> None:
        return None

    def series(self, series: pl.Series, subjects: pl.Series | None = None) -> pl.Series:
        column = pl.col(series.name)
        masked = pl.when(not_blank(column)).then(None).otherwise(column)
        return series.to_frame().select(masked.alias(series.name)).to_series()


class Null(Operator):
    name = "null"
    zh = "清空值"
    en = "Empties the value"

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> NullMask:
        return NullMask()
