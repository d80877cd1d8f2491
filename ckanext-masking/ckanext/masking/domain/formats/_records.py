"""Records of delimited text as they are written: cells with their quotes, and what ends each.

RFC 4180 with what real files add: any line end, cells of any number in a record, quotes inside
cells that do not begin with one, and text behind a closing quote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import polars as pl
from ckanext.masking.domain.formats.base import Column, Columns, TextBlock

QUOTE: Final = '"'
_QUOTED: Final = re.compile(r'"([^"]*(?:""[^"]*)*)"')


@dataclass(slots=True)
class Records:
    """Records one after the other: ``cells[n][k]`` is followed by ``ends[n][k]``."""

    cells: list[list[str]] = field(default_factory=list[list[str]])
    ends: list[list[str]] = field(default_factory=list[list[str]])

    def part(self, start: int, end: int | None = None) -> Records:
        """The records from ``start`` up to ``end``."""
        return Records(self.cells[start:end], self.ends[start:end])

    def values(self) -> list[list[str]]:
        """The cells without quotes."""
        return [[value(cell) for cell in record] for record in self.cells]


def split(
    text: str, delimiter: str, *, final: bool, most: int | None = None
) -> tuple[Records, int]:
    """The complete records of ``text`` and the place behind the last of them.

    ``final`` says that nothing follows, so that the end of the text ends a record. ``most`` stops
    after so many characters. A quote that is never closed leaves the rest unread.
    """
    pattern = _pattern(delimiter)
    found, place, taken, length = Records(), 0, 0, len(text)
    cells: list[str] = []
    ends: list[str] = []
    while place < length or (cells and final):
        match = pattern.match(text, place)
        if match is None or (match.end() == length and not final):
            break
        place = match.end()
        cells.append(match[1])
        ends.append(match[2])
        if match[2] == delimiter:
            continue
        found.cells.append(cells)
        found.ends.append(ends)
        cells, ends, taken = [], [], place
        if most is not None and taken >= most:
            break
    return found, taken


def value(cell: str) -> str:
    """What a cell says, without its quotes."""
    if not cell.startswith(QUOTE):
        return cell
    match = _QUOTED.match(cell)
    if match is None:
        raise ValueError("a cell whose quote is open")
    return match[1].replace(QUOTE * 2, QUOTE) + cell[match.end() :]


def written(text: str, before: str, delimiter: str) -> str:
    """``text`` as a cell: in quotes where the cell ``before`` had them, or where it needs them."""
    if before.startswith(QUOTE) or any(c in text for c in (QUOTE, delimiter, "\r", "\n")):
        return f'"{text.replace(QUOTE, QUOTE * 2)}"'
    return text


@lru_cache(maxsize=16)
def _pattern(delimiter: str) -> re.Pattern[str]:
    d = re.escape(delimiter)
    plain = rf"[^{d}\r\n]*"
    quoted = rf'"[^"]*(?:""[^"]*)*"{plain}'
    return re.compile(rf'({quoted}|(?!"){plain})({d}|\r\n|\r|\n|\Z)')


class RecordBlock(TextBlock):
    """Some records; rows may differ in their number of cells."""

    def __init__(self, records: Records, columns: list[Column], delimiter: str) -> None:
        self._records, self._delimiter = records, delimiter
        self._columns = columns
        self.rows, self.width = len(records.cells), len(columns)

    def columns(self) -> Columns:
        values = self._records.values()
        return {
            column: pl.Series([row[n] if n < len(row) else None for row in values], dtype=pl.String)
            for n, column in enumerate(self._columns)
        }

    def write(self, changed: Columns) -> str:
        for n, column in enumerate(self._columns):
            if column in changed:
                self._replace(n, changed[column].to_list())
        records = zip(self._records.cells, self._records.ends, strict=True)
        return "".join(
            part
            for cells, ends in records
            for pair in zip(cells, ends, strict=True)
            for part in pair
        )

    def _replace(self, place: int, texts: list[str | None]) -> None:
        for cells, text in zip(self._records.cells, texts, strict=True):
            if place < len(cells) and value(cells[place]) != (text or ""):
                cells[place] = written(text or "", cells[place], self._delimiter)


class HeadBlock(TextBlock):
    """Titles and header: each cell is looked at for itself."""

    aligned = False

    def __init__(self, records: Records, column: Column, delimiter: str) -> None:
        self._records, self._column, self._delimiter = records, column, delimiter

    def columns(self) -> Columns:
        flat = [text for row in self._records.values() for text in row]
        return {self._column: pl.Series(flat, dtype=pl.String)}

    def write(self, changed: Mapping[Column, pl.Series]) -> str:
        block = RecordBlock(_one_each(self._records), [self._column], self._delimiter)
        return block.write(changed)


def _one_each(records: Records) -> Records:
    """Each cell as a record of its own."""
    return Records(
        [[cell] for row in records.cells for cell in row],
        [[end] for row in records.ends for end in row],
    )
