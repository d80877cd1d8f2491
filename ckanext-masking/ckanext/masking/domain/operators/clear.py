"""Clear: the value stays as it came. A policy says so, or it is masked by default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from ckanext.masking.domain.operators.base import Mask, Operator, Scope


class ClearMask(Mask):
    """Changes nothing."""

    def one(self, value: str, subject: str | None) -> str:
        return value

    def expr(self, column: str) -> pl.Expr:
        return pl.col(column)


class Clear(Operator):
    name = "clear"
    zh = "原样保留"
    en = "Leaves the value as it is"

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> ClearMask:
        return ClearMask()
