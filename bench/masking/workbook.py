"""The register as a workbook."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from . import table


def write(path: Path, rows: int) -> None:
    """Write one sheet of ``rows`` rows, all text."""
    frame = table.frame(rows)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("登记")
        for number, row in enumerate([tuple(frame.columns), *frame.iter_rows()]):
            sheet.write_row(number, 0, row)
