"""Writes import workbooks: the empty template, and rows that failed with the reasons."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from . import excel
from .excel import Column
from .excel_read import Failed

_HEAD: Final = PatternFill("solid", fgColor="D9E4F2")
_EXAMPLE: Final = PatternFill("solid", fgColor="EFEFEF")
_WRONG: Final = PatternFill("solid", fgColor="FDE9E7")
_WRAP: Final = Alignment(wrap_text=True, vertical="top")
_HELP: Final = (
    (
        "1",
        "每行一条数据，“序号”自定，不得重复；带 * 的列必填。",
        "One dataset a row; * is required.",
    ),
    ("2", "数据元写在“数据元”表，序号与数据一致。", "Elements go into their own sheet by number."),
    ("3", "有下拉列表的列请从列表选择。", "Choose from the list where a column has one."),
    ("4", "示例行不会导入，可删除。", "The example row is not imported."),
    ("5", "填写资源代码即更新该数据，留空则新建。", "A resource code updates that dataset."),
)


def template() -> bytes:
    """The empty workbook (xlsx) with headings, lists, an example and help."""
    return _workbook([], {}, reasons=False)


def failures(failed: Sequence[Failed]) -> bytes:
    """The rows that failed, as they were, with a column of reasons in each language."""
    elements = {one.row.number: one.row.elements for one in failed}
    return _workbook(failed, elements, reasons=True)


def _workbook(
    failed: Sequence[Failed],
    elements: dict[str, Sequence[dict[str, str]]],
    *,
    reasons: bool,
) -> bytes:
    book = Workbook()
    book.remove(book.active)
    columns = [*excel.dataset_columns(), *(excel.REASONS if reasons else ())]
    lists = _Lists()
    sheet = _sheet(book, excel.DATASETS, columns, lists, excel.MAX_ROWS, example=not reasons)
    for one in failed:
        told = {excel.REASON_ZH: one.text("zh"), excel.REASON_EN: one.text("en")}
        _append(sheet, columns, {**one.row.cells, **told}, _WRONG)
    columns = excel.element_columns()
    rows = excel.MAX_ELEMENT_ROWS
    sheet = _sheet(book, excel.ELEMENTS, columns, lists, rows, example=not reasons)
    for number, found in elements.items():
        for row in found:
            _append(sheet, columns, {**row, excel.NUMBER: number}, None)
    _help(book)
    lists.write(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _Lists:
    """The sheet of drop-down lists, a column for each."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], int] = {}

    def rule(self, choices: tuple[str, ...]) -> DataValidation:
        number = self._columns.setdefault(choices, len(self._columns) + 1)
        letter = get_column_letter(number)
        source = f"'{excel.LISTS}'!${letter}$1:${letter}${len(choices)}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True)
        rule.error, rule.errorTitle = "请从列表中选择", "不在列表中"
        return rule

    def write(self, book: Workbook) -> None:
        sheet = book.create_sheet(excel.LISTS)
        for choices, number in self._columns.items():
            for row, choice in enumerate(choices, start=1):
                sheet.cell(row, number, choice)
        sheet.sheet_state = "hidden"


def _sheet(
    book: Workbook,
    title: str,
    columns: Sequence[Column],
    lists: _Lists,
    rows: int,
    *,
    example: bool,
) -> Worksheet:
    sheet = book.create_sheet(title)
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(1, number, column.heading)
        cell.font, cell.fill = Font(bold=True), _HEAD
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 40 if column.field in ("title", "notes") else 18
        if column.choices:
            rule = lists.rule(column.choices)
            rule.add(f"{letter}2:{letter}{rows + 2}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = "C2"
    if example:
        row = {column.field: column.example for column in columns}
        _append(sheet, columns, {**row, excel.NUMBER: excel.EXAMPLE_MARK}, _EXAMPLE)
    return sheet


def _append(
    sheet: Worksheet, columns: Sequence[Column], row: dict[str, str], fill: PatternFill | None
) -> None:
    number = sheet.max_row + 1
    for position, column in enumerate(columns, start=1):
        cell: Cell = sheet.cell(number, position)
        # Text, always: a value that begins with = must not become a formula.
        cell.value, cell.data_type = row.get(column.field, ""), "s"
        cell.alignment = _WRAP
        if fill is not None:
            cell.fill = fill


def _help(book: Workbook) -> None:
    sheet = book.create_sheet(excel.HELP)
    for line in (("", "说明", "Notes"), *_HELP, ("", "", "")):
        sheet.append(line)
    sheet.append(("列", "说明", "Help", "是否必填 required"))
    for column in (*excel.dataset_columns(), *excel.element_columns()[1:]):
        required = "是 yes" if column.required else ""
        sheet.append((column.zh, column.help_zh, column.help_en or column.en, required))
    for letter, width in zip("ABCD", (24, 60, 60, 16), strict=True):
        sheet.column_dimensions[letter].width = width
