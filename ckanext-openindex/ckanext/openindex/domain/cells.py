"""Cells of tables that people open in a spreadsheet."""

from __future__ import annotations

from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet takes for a formula (OWASP, CSV Injection)."""
Cell = str | int | float | None


def is_formula(value: Cell) -> bool:
    """Whether a spreadsheet that reads ``value`` as text might run it. Numbers are no text."""
    return isinstance(value, str) and value.startswith(FORMULA)


def guarded(value: Cell) -> Cell:
    """``value`` for a CSV: an apostrophe stands before what might run."""
    return f"'{value}" if is_formula(value) else value
