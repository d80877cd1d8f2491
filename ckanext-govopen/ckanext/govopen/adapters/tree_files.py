"""The catalogue tree as an Excel or CSV file, and such a file back as rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from zipfile import BadZipFile

from ckanext.govopen.domain.text import fold
from ckanext.govopen.domain.tree_rows import COLUMNS, MAX_ROWS
from govopen_common.problem import Problem, Rejected
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook

MAX_BYTES = 8 * 1024 * 1024
MAX_CELL = 500
_WIDTHS = {"title": 36, "title_en": 30, "org": 30}
#: A cell that begins like a formula would run as one where the file is opened.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Rows = list[dict[str, str]]


def to_csv(rows: Sequence[dict[str, str]]) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs to read Chinese; the header in Chinese."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([zh for zh, _ in COLUMNS.values()])
    writer.writerows([_plain(row.get(name, "")) for name in COLUMNS] for row in rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def to_xlsx(rows: Sequence[dict[str, str]]) -> bytes:
    """One sheet; every cell is text, so that codes keep their zeros."""
    book = Workbook()
    sheet = book.active
    sheet.title = "目录"
    sheet.append([zh for zh, _ in COLUMNS.values()])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([row.get(name, "") for name in COLUMNS])
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.data_type, cell.number_format = "s", "@"
    for number, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, 16)
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(raw: bytes) -> Rows:
    """The rows of an Excel or CSV file by the names of ``COLUMNS``.

    Headers may be Chinese or English, in any order; other columns are passed over. Raises
    ``Rejected`` for a file that is too large, no table, or without a title column.
    """
    if len(raw) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise _no("size", f"文件超过 {limit} MB，请拆分后导入", f"the file exceeds {limit} MB")
    table = _sheet(raw) if raw[:2] == b"PK" or raw[:4] == b"\xd0\xcf\x11\xe0" else _text(raw)
    if not table:
        raise _no("empty", "文件是空的", "the file is empty")
    names = [_column(cell) for cell in table[0]]
    if "title" not in names:
        zh = "第一行应为表头，至少有“名称”列；可先导出目录作为样表"
        raise _no("header", zh, "the first line must name the columns; export the tree to see how")
    if len(table) - 1 > MAX_ROWS:
        raise _no("rows", f"超过 {MAX_ROWS} 行，请分批导入", f"more than {MAX_ROWS} rows")
    rows = [
        {name: cell.strip()[:MAX_CELL] for name, cell in zip(names, line, strict=False) if name}
        for line in table[1:]
    ]
    while rows and not any(rows[-1].values()):
        rows.pop()
    return rows


def _column(cell: str) -> str:
    given = fold(cell)
    for name, (zh, en) in COLUMNS.items():
        if given in (fold(name), fold(zh), fold(en)):
            return name
    return ""


def _sheet(raw: bytes) -> list[list[str]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheet = book.get_sheet_by_index(0)
        if sheet.total_height > MAX_ROWS + 1:
            raise _no("rows", f"超过 {MAX_ROWS} 行，请分批导入", f"more than {MAX_ROWS} rows")
        return [[_cell(cell) for cell in row] for row in sheet.to_python()]
    except (CalamineError, BadZipFile, OSError, IndexError) as error:
        zh, en = (
            "不是可读的 Excel 文件，请另存为 xlsx",
            "not a readable Excel file; save it as xlsx",
        )
        raise _no("excel", zh, en) from error


def _cell(value: object) -> str:
    """A cell as text; codes that Excel turned into numbers come without a fraction."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _text(raw: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        zh, en = "编码既非 UTF-8 也非 GB18030", "neither UTF-8 nor GB18030; save it as UTF-8"
        raise _no("encoding", zh, en)
    try:
        lines = [
            [cell.removeprefix("'") for cell in line]
            for line in csv.reader(io.StringIO(text, newline=""))
        ]
    except csv.Error as error:
        raise _no("csv", f"不是可读的 CSV：{error}", f"not readable as CSV: {error}") from error
    return lines


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _no(code: str, zh: str, en: str) -> Rejected:
    return Rejected(Problem("upload", f"tree_{code}", zh, en))
