"""Workbooks in which text stays text, whatever it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter
from ckanext.openindex.domain.cells import Cell, is_formula

MOST: Final = 32767
"""Characters in a cell (Excel specifications and limits)."""


class Book(xlsxwriter.Workbook):
    """A workbook that is written to ``target``, a path or a binary file.

    ``options`` are XlsxWriter's.
    """

    def __init__(self, target: Any, **options: Any) -> None:
        super().__init__(target, options)
        self._quoted = self.add_format({"quote_prefix": True})

    def put(self, sheet: Any, number: int, row: Sequence[Cell]) -> None:
        """Write ``row`` as row ``number``, counted from 0, of ``sheet``.

        What looks like a formula is quoted, so that it does not become one when somebody edits it.
        """
        for column, value in enumerate(row):
            if isinstance(value, str):
                form = self._quoted if is_formula(value) else None
                sheet.write_string(number, column, value[:MOST], form)
            elif value is not None:
                sheet.write_number(number, column, value)
