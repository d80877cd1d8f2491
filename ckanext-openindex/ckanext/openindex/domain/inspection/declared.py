"""What a column was said to hold, and whether a cell does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from ckanext.openindex.domain.inspection.domains import Domain

Kind = Literal["text", "number", "integer", "date", "datetime", "boolean"]

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][+-]?\d+)?%?")
_INTEGER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.0+)?")
_BOOLEAN = frozenset(
    ["是", "否", "有", "无", "y", "n", "yes", "no", "true", "false", "t", "f", "0", "1"]
)
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y-%m", "%Y年%m月", "%Y")
_TIMES = ("%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%H%M%S")


@dataclass(frozen=True, slots=True)
class Declared:
    """A column by its name: what kind of value, how long at most, and in which domain."""

    name: str
    kind: Kind = "text"
    longest: int | None = None
    domain: Domain | None = None

    @property
    def says(self) -> bool:
        """Whether there is anything that a cell could be outside of."""
        return self.kind != "text" or self.longest is not None or self.domain is not None

    def holds(self, cell: str) -> bool:
        """Whether a cell that is not blank is what was declared."""
        if self.longest is not None and len(cell) > self.longest:
            return False
        if self.domain is not None and not self.domain.holds(cell):
            return False
        return _is(self.kind, cell)


@lru_cache(maxsize=65_536)
def _is(kind: Kind, cell: str) -> bool:
    if kind == "number":
        return any(letter.isdigit() for letter in cell) and bool(_NUMBER.fullmatch(cell))
    if kind == "integer":
        return bool(_INTEGER.fullmatch(cell))
    if kind == "boolean":
        return cell.lower() in _BOOLEAN
    if kind == "date":
        return _is_date(cell) or _is_moment(cell)
    if kind == "datetime":
        return _is_moment(cell) or _is_date(cell)
    return True


def _is_date(cell: str) -> bool:
    return any(_reads(cell, form) for form in _DATES)


def _is_moment(cell: str) -> bool:
    try:
        datetime.fromisoformat(cell.removesuffix("Z"))
    except ValueError:
        day, _, time = cell.replace("T", " ").partition(" ")
        return _is_date(day) and any(_reads(time, form) for form in _TIMES)
    return True


def _reads(cell: str, form: str) -> bool:
    try:
        datetime.strptime(cell, form)
    except ValueError:
        return False
    return True
