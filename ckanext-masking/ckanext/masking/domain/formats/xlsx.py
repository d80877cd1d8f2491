"""XLSX: read by calamine, written anew by XlsxWriter, so that nothing unseen is carried along.

Sheets (hidden ones too), cells with their types, merged cells, widths of columns and formats of
numbers and dates are carried over; comments and validations too, and their texts are masked. What
else a workbook has is left out, with a note: formulas (their results stay), defined names, pivot
caches, links, pictures, properties.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final, cast

import polars as pl
import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]
from ckanext.masking.domain.formats._beside import LOST_RULES, Beside, BesideBlock, beside
from ckanext.masking.domain.formats._cells import Cell, text_of, typed, write_rows
from ckanext.masking.domain.formats._layout import LOOKED_AT, layout
from ckanext.masking.domain.formats._looks import looks
from ckanext.masking.domain.formats._package import inspect
from ckanext.masking.domain.formats._styles import Formats
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
SHEETS: Final = Column("", -1, "", Kind.LOOSE)


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
                    row[k] = typed(text, row[k])
        return self.cells


@dataclass
class XlsxDocument(Document):
    """A workbook whose zip was looked into; ``beside`` holds what stands beside its cells."""

    beside: dict[str, Beside] = field(default_factory=dict[str, Beside])
    _last: tuple[str, CalamineSheet] | None = None

    def blocks(self) -> Iterator[Block]:
        with self._open() as book:
            sheets = _sheets(book)
            yield SheetNames([name for name, _ in sheets])
            for number, (name, _) in enumerate(sheets):
                if name in self.beside:
                    yield BesideBlock(number, name, self.beside[name])
                yield from self._rows(number, name, self._sheet(book, name))

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
                    write_rows(pages[number], (top, left), rows, formats.of(names[number]))
            book.close()
        if lost:
            self.notes.append(Note("validations", *LOST_RULES, lost))

    def _sheet(self, book: CalamineWorkbook, name: str) -> CalamineSheet:
        """A sheet, which is kept until the next one is asked for: most workbooks have one with
        rows, and to read it takes a quarter of the time."""
        if self._last is None or self._last[0] != name:
            self._last = None
            self._last = name, book.get_sheet_by_name(name)
        return self._last[1]

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
            merged: list[list[Any]] = []
            cells = 0
            for name, _ in _sheets(book):
                sheet = self._sheet(book, name)
                merged.append(sheet.merged_cell_ranges or [])
                cells += sheet.total_height * sheet.total_width
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
