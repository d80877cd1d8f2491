"""The formats of a workbook that is written anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from ckanext.masking.domain.formats._looks import Look

_FORMATS: Final = {
    datetime: "yyyy-mm-dd hh:mm:ss",
    date: "yyyy-mm-dd",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
}
DateFormat = Callable[[int, type], Any]
"""Answers the format of dates (or times) in a column."""


class Formats:
    """The formats of a new workbook: those of the old one's columns, else the usual ones."""

    def __init__(self, book: Any, found: dict[str, Look]) -> None:
        self._book, self._found = book, found
        self._made: dict[str, Any] = {}

    def lay_out(self, page: Any, name: str) -> None:
        """Give a sheet the widths and number formats of the old one's columns."""
        look = self._found.get(name, Look())
        for first, last, width, hidden in look.widths:
            page.set_column(first, last, width, None, {"hidden": hidden})
        for place in look.formats:
            code = look.numbers(place)
            if code:
                width, hidden = look.width(place)
                page.set_column(place, place, width, self._format(code), {"hidden": hidden})

    def of(self, name: str) -> DateFormat:
        """The formats of the dates of a sheet."""
        look = self._found.get(name, Look())
        return lambda place, kind: self._format(look.dates(place) or _FORMATS[kind])

    def _format(self, code: str) -> Any:
        if code not in self._made:
            self._made[code] = self._book.add_format({"num_format": code})
        return self._made[code]
