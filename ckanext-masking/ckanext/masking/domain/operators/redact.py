"""Redact: a fixed mark stands where the value was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from ckanext.masking.domain.operators.base import (
    REDACTED,
    Mask,
    Operator,
    Scope,
    not_blank,
)
from ckanext.masking.domain.operators.parameter import Parameter


class RedactMask(Mask):
    """Writes ``mark`` for every value that is not blank."""

    def __init__(self, mark: str) -> None:
        self.mark = mark

    def one(self, value: str, subject: str | None) -> str:
        return self.mark

    def series(self, series: pl.Series, subjects: pl.Series | None = None) -> pl.Series:
        column = pl.col(series.name)
        masked = pl.when(not_blank(column)).then(pl.lit(self.mark)).otherwise(column)
        return series.to_frame().select(masked.alias(series.name)).to_series()


class Redact(Operator):
    name = "redact"
    zh = "用固定的标记代替整个值"
    en = "Puts a fixed mark in place of the whole value"
    parameters = {
        "mark": Parameter("text", "代替值的标记", "the mark", REDACTED, least=1, most=20),
    }

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> RedactMask:
        return RedactMask(parameters["mark"])
