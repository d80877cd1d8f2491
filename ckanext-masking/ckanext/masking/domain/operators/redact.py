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
    """Writes ``mark`` for every value, blank and null ones too when ``blank`` says so."""

    def __init__(self, mark: str, blank: bool) -> None:
        self.mark = mark
        self.blank = blank

    def apply(self, value: str | None, subject: str | None = None) -> str | None:
        return self.mark if self.blank else super().apply(value, subject)

    def one(self, value: str, subject: str | None) -> str:
        return self.mark

    def expr(self, column: str) -> pl.Expr:
        value = pl.col(column)
        marked = pl.lit(True) if self.blank else not_blank(value)
        return pl.when(marked).then(pl.lit(self.mark)).otherwise(value).alias(column)


class Redact(Operator):
    name = "redact"
    zh = "用固定的标记代替整个值"
    en = "Puts a fixed mark in place of the whole value"
    parameters = {
        "mark": Parameter("text", "代替值的标记", "the mark", REDACTED, least=1, most=20),
        "blank": Parameter(
            "yes",
            "空白也写成标记，使人看不出有没有值",
            "mark blanks too, so that nobody sees where there was a value",
            False,
        ),
    }

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> RedactMask:
        return RedactMask(parameters["mark"], parameters["blank"])
