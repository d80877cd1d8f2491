"""The cells of a worksheet: what they say, and how they are written."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from ckanext.masking.domain.formats._styles import DateFormat

_LONGEST: Final = 32_767
"""Characters of a cell that Excel takes."""
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?")
Cell = str | float | int | bool | datetime | date | time | timedelta


class _Exact(float):
    """A number that is written with all its digits, of which XlsxWriter would write sixteen."""

    def __format__(self, spec: str, /) -> str:
        return repr(float(self))


def text_of(cell: Cell) -> str | None:
    """What a cell says; None for an empty one. A whole number has no decimals, midnight no time."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return str(cell.date() if cell.time() == time() else cell)
    return str(cell) if cell != "" else None


def typed(text: str | None, before: Cell) -> Cell:
    """A masked cell: a number where it was one and can be, else text."""
    number = isinstance(before, int | float) and not isinstance(before, bool)
    if text and number and _NUMBER.fullmatch(text):
        return float(text)
    return (text or "")[:_LONGEST]


def write_rows(
    page: Any, place: tuple[int, int], rows: list[list[Cell]], date_format: DateFormat
) -> None:
    """Write rows to a sheet of XlsxWriter's, from a row and a column on."""
    for n, row in enumerate(rows, place[0]):
        for k, cell in enumerate(row, place[1]):
            if isinstance(cell, bool):
                page.write_boolean(n, k, cell)
            elif isinstance(cell, int | float):
                page.write_number(n, k, _Exact(cell))
            elif isinstance(cell, str):
                if cell:
                    page.write_string(n, k, cell)
            else:
                page.write_datetime(n, k, cell, date_format(k, type(cell)))
