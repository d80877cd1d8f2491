"""The first sheet of a workbook: XLSX, XLS and ODS."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ckanext.openindex.domain.inspection.base import Limits, Row, Table, Unreadable, reader, text
from python_calamine import CalamineError, CalamineWorkbook, PasswordError


@reader("xlsx", "xls", "ods")
def workbook(path: Path, limits: Limits, whole: bool) -> Table:
    """The first sheet that has cells; its first row that is not blank names the columns."""
    if not whole:
        raise Unreadable("too_large", "a workbook can only be read as a whole")
    try:
        book = CalamineWorkbook.from_path(str(path))  # pyright: ignore[reportUnknownMemberType]
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height:
                rows = _texts(sheet.iter_rows())
                if columns := next(rows, None):
                    return Table(columns, islice(rows, limits.rows + 1), "")
    except PasswordError as error:
        raise Unreadable("encrypted", str(error)) from error
    except CalamineError as error:
        raise Unreadable("unreadable", str(error)) from error
    raise Unreadable("empty", "no sheet has cells")


def _texts(rows: Any) -> Iterator[Row]:
    for row in rows:
        cells = [text(cell) for cell in row]
        if any(cells):
            yield cells
