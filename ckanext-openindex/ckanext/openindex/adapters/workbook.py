"""Rows in workbooks, where text stays text whatever it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ckanext.openindex.domain.cells import Cell, is_formula

OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MOST: Final = 32767
"""Characters in a cell (Excel specifications and limits)."""


def put_row(book: Any, sheet: Any, number: int, row: Sequence[Cell]) -> None:
    """Write ``row`` as row ``number`` from 0. What looks like a formula is quoted, so that it
    does not become one when somebody edits the cell."""
    for column, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(number, column, value[:MOST], _quoted(book, value))
        elif value is not None:
            sheet.write_number(number, column, value)


def _quoted(book: Any, value: str) -> Any:
    if not is_formula(value):
        return None
    if not hasattr(book, "openindex_quoted"):
        book.openindex_quoted = book.add_format({"quote_prefix": True})
    return book.openindex_quoted
