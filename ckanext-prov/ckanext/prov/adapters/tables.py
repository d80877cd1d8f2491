"""Reads the rows of CSV and XLSX files as texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final
from zipfile import BadZipFile, ZipFile

from charset_normalizer import from_bytes
from ckanext.prov.domain.compare_tables import TooLong
from python_calamine import CalamineError, CalamineWorkbook

_XLSX: Final = b"PK\x03\x04"
_SNIFFED: Final = 64 * 1024
MOST_UNPACKED: Final = 200 * 1024 * 1024
"""Bytes that the parts of a workbook may have, unpacked."""


class NotATable(ValueError):
    """The bytes are no CSV and no XLSX."""


def rows(data: bytes) -> Iterator[list[str]]:
    """The rows of a file's first sheet. Raises NotATable."""
    return _xlsx(data) if data.startswith(_XLSX) else _csv(data)


def _csv(data: bytes) -> Iterator[list[str]]:
    text = _text(data)
    if "\x00" in text:
        raise NotATable("binary data")
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:_SNIFFED], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        yield from csv.reader(io.StringIO(text, newline=""), dialect)
    except csv.Error as error:
        raise NotATable(str(error)) from error


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = from_bytes(data[:_SNIFFED]).best()
        return data.decode(found.encoding if found else "gb18030", "replace")


def _xlsx(data: bytes) -> Iterator[list[str]]:
    try:
        with ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise TooLong("the workbook is larger than is compared")
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        yield from ([_cell(value) for value in row] for row in sheet.iter_rows())
    except (CalamineError, BadZipFile, IndexError) as error:
        raise NotATable(str(error)) from error


def _cell(value: object) -> str:
    """As a spreadsheet shows it: a whole number without a point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
