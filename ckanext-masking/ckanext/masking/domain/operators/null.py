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

    def expr(self, column: str) -> pl.Expr:
        value = pl.col(column)
        return pl.when(not_blank(value)).then(None).otherwise(value).alias(column)


class Null(Operator):
    name = "null"
    zh = "清空值"
    en = "Empties the value"

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> NullMask:
        return NullMask()
