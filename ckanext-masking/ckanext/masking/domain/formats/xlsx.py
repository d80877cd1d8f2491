"""XLSX: read by calamine, written anew by XlsxWriter, so that nothing unseen is carried along.

Sheets (hidden ones too), cells with their types, merged cells, widths of columns and formats of
numbers and dates are carried over; comments and validations too, and their texts are masked. What
else a workbook has is left out, with a note: formulas (their results stay), defined names, pivot
caches, links, pictures, properties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final, cast

import polars as pl
import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]
from ckanext.masking.domain.formats._beside import LOST_RULES, Beside, BesideBlock, beside
from ckanext.masking.domain.formats._layout import LOOKED_AT, layout
from ckanext.masking.domain.formats._looks import looks
from ckanext.masking.domain.formats._package import inspect
from ckanext.masking.domain.formats._styles import DateFormat, Formats
from ckanext.masking.domain.formats.base import (
    Block,
    Change,
    Column,
    Columns,
    Document,
    Format,
    HeldError,
    Kind,
    Limits,
    Note,
)
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)
from xlsxwriter.exceptions import OverlappingRange, XlsxInputError  # pyright: ignore

ROWS: Final = 10_000
"""Rows of a block."""
MOST_MERGED: Final = 2_000_000
"""Cells of a workbook up to which merged cells are kept: all must be in memory for them."""
_LONGEST: Final = 32_767
"""Characters of a cell that Excel takes."""
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?")
SHEETS: Final = Column("", -1, "", Kind.LOOSE)
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


class SheetNames(Block):
    """The names of all sheets."""

    aligned = False

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def columns(self) -> Columns:
        return {SHEETS: pl.Series(self.names, dtype=pl.String)}


class SheetBlock(Block):
    """Rows of a sheet; titles and header where ``head``.

    ``place`` is the number of the sheet, the first row and the first column, each from 0.
    """

    def __init__(
        self,
        place: tuple[int, int, int],
        cells: list[list[Cell]],
        columns: list[Column],
        head: bool,
    ) -> None:
        self.place, self.cells = place, cells
        self._columns = columns
        self.aligned, self.rows = not head, 0 if head else len(cells)

    def columns(self) -> Columns:
        if not self.aligned:
            flat = [text_of(cell) for row in self.cells for cell in row]
            return {self._columns[0]: pl.Series(flat, dtype=pl.String)}
        return {
            column: pl.Series(
                [text_of(row[n]) if n < len(row) else None for row in self.cells], dtype=pl.String
            )
            for n, column in enumerate(self._columns)
        }

    def changed(self, columns: Columns) -> list[list[Cell]]:
        """The rows with ``columns`` in place of theirs; equal cells keep their type."""
        for n, column in enumerate(self._columns):
            if column not in columns:
                continue
            places = (
                [(row, n) for row in self.cells]
                if self.aligned
                else [(row, k) for row in self.cells for k in range(len(row))]
            )
            for (row, k), text in zip(places, columns[column].to_list(), strict=True):
                if k < len(row) and text_of(row[k]) != text:
                    row[k] = _typed(text, row[k])
        return self.cells


@dataclass
class XlsxDocument(Document):
    """A workbook whose zip was looked into; ``beside`` holds what stands beside its cells."""

    beside: dict[str, Beside] = field(default_factory=dict[str, Beside])

    def blocks(self) -> Iterator[Block]:
        with self._open() as book:
            sheets = _sheets(book)
            yield SheetNames([name for name, _ in sheets])
            for number, (name, _) in enumerate(sheets):
                if name in self.beside:
                    yield BesideBlock(number, name, self.beside[name])
                yield from self._rows(number, name, book.get_sheet_by_name(name))

    def write(self, out: BinaryIO, change: Change) -> None:
        merged = self._merged()
        with TemporaryDirectory() as folder:
            options = {"constant_memory": not any(merged), "tmpdir": folder}
            book = cast("Any", xlsxwriter).Workbook(out, options)
            formats = Formats(book, looks(self.path))
            pages: list[Any] = []
            names: list[str] = []
            lost = 0
            for block in self.blocks():
                columns = change(block)
                if isinstance(block, SheetNames):
                    pages = self._pages(book, block.names, columns, merged)
                    for page, name in zip(pages, block.names, strict=True):
                        formats.lay_out(page, name)
                    names = block.names
                elif isinstance(block, BesideBlock):
                    kept = {page.get_name() for page in pages} & set(names)
                    lost += block.write(pages[block.number], columns, kept)
                elif isinstance(block, SheetBlock):
                    number, top, left = block.place
                    rows = block.changed(columns)
                    _write(pages[number], (top, left), rows, formats.of(names[number]))
            book.close()
        if lost:
            self.notes.append(Note("validations", *LOST_RULES, lost))

    def _open(self) -> CalamineWorkbook:
        try:
            return CalamineWorkbook.from_object(str(self.path))  # pyright: ignore[reportUnknownMemberType]
        except PasswordError:
            raise HeldError("password", "加了密码，请去掉密码", "has a password") from None
        except CalamineError:
            zh = "无法读取，请在 Excel 或 WPS 中重新另存"
            raise HeldError("xlsx", zh, "cannot be read; save it anew as XLSX") from None

    def _rows(self, number: int, name: str, sheet: CalamineSheet) -> Iterator[Block]:
        rows = iter(sheet.iter_rows())
        looked = list(islice(rows, LOOKED_AT))
        found = layout([[text_of(cell) for cell in row] for row in looked])
        self.notes += [note for note in found.notes if note not in self.notes]
        width, left = sheet.width, (sheet.start or (0, 0))[1]
        if width > self.limits.columns:
            raise HeldError("columns", "列数过多", f"over {self.limits.columns} columns")
        head = Column(name, -1, "", Kind.LOOSE)
        columns = [Column(name, n, found.name(n)) for n in range(width)]
        if found.head:
            yield SheetBlock((number, 0, left), looked[: found.head], [head], True)
        first, rest = found.head, chain(looked[found.head :], rows)
        while part := list(islice(rest, ROWS)):
            yield SheetBlock((number, first, left), part, columns, False)
            first += len(part)

    def _merged(self) -> list[list[tuple[tuple[int, int], tuple[int, int]]]]:
        """The merged cells of each sheet; none, with a note, when the workbook is too large."""
        with self._open() as book:
            sheets = [book.get_sheet_by_name(name) for name, _ in _sheets(book)]
            merged = [sheet.merged_cell_ranges or [] for sheet in sheets]
            cells = sum(sheet.total_height * sheet.total_width for sheet in sheets)
        if any(merged) and cells > MOST_MERGED:
            zh, en = "表太大，没有带出：合并单元格", "left out, the sheets are large: merged cells"
            self.notes.append(Note("merged", zh, en, sum(map(len, merged))))
            return [[] for _ in merged]
        return merged

    def _pages(
        self, book: Any, names: list[str], columns: Columns, merged: list[list[Any]]
    ) -> list[Any]:
        """The new sheets, of which those with a masked name are called by their number."""
        given = columns[SHEETS].to_list() if SHEETS in columns else names
        with self._open() as source:
            hidden = [not visible for _, visible in _sheets(source)]
        pages: list[Any] = []
        for number, name in enumerate(names):
            page = _page(book, name if given[number] == name else "", number, names)
            if hidden[number]:
                page.hide()
            for (top, left), (bottom, right) in merged[number]:
                if (top, left) != (bottom, right):
                    with suppress(OverlappingRange):
                        page.merge_range(top, left, bottom, right, "")
            pages.append(page)
        shown = next((page for n, page in enumerate(pages) if not hidden[n]), pages[0])
        shown.activate()
        shown.set_first_sheet()
        return pages


class XlsxFormat(Format):
    name = "xlsx"
    zh = "XLSX"
    en = "XLSX"
    rank = 10

    def open(self, path: Path, limits: Limits) -> XlsxDocument | None:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                return None
        notes, ruled = inspect(path, limits)
        found, more = beside(path, ruled=ruled)
        return XlsxDocument(path, limits, notes=[*notes, *more], beside=found)


def _sheets(book: CalamineWorkbook) -> list[tuple[str, bool]]:
    """The names of the worksheets, and whether they are shown."""
    return [
        (sheet.name, sheet.visible == SheetVisibleEnum.Visible)
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    ]


def _page(book: Any, name: str, number: int, taken: list[str]) -> Any:
    """A new sheet of that name; of its number when there is none, or Excel would not take it."""
    try:
        if name:
            return book.add_worksheet(name)
    except XlsxInputError:
        pass
    title = f"Sheet{number + 1}"
    while title.lower() in {one.lower() for one in taken}:
        title += "_"
    return book.add_worksheet(title)


def _typed(text: str | None, before: Cell) -> Cell:
    """A masked cell: a number where it was one and can be, else text."""
    number = isinstance(before, int | float) and not isinstance(before, bool)
    if text and number and _NUMBER.fullmatch(text):
        return float(text)
    return (text or "")[:_LONGEST]


def _write(
    page: Any, place: tuple[int, int], rows: list[list[Cell]], date_format: DateFormat
) -> None:
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
