"""Workbooks: the first sheet that has anything in it."""

from __future__ import annotations

import io
import zipfile

from ckanext.govopen.domain.preview.base import MIB, Preview, Unreadable, reader, table
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

MAX_UNPACKED = 120 * MIB
_BROKEN = Unreadable(
    "工作簿无法打开，可能已损坏或加密",
    "the workbook cannot be opened; it may be damaged or encrypted",
)


@reader("xlsx", "xls", "xlsm", "ods", most_bytes=10 * MIB)
def read(raw: bytes, whole: bool) -> Preview:
    """The first rows; refuses a workbook that would unpack beyond ``MAX_UNPACKED`` bytes."""
    _check_size(raw)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=True)
            filled = [row for row in rows if any(value not in ("", None) for value in row)]
            if filled:
                return Preview(table(filled[0], filled[1:], sheet=name))
    except (CalamineError, PasswordError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise _BROKEN from error
    raise Unreadable("工作簿是空的", "the workbook is empty")


def _check_size(raw: bytes) -> None:
    if not raw.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _BROKEN from error
    if unpacked > MAX_UNPACKED:
        raise Unreadable(
            "工作簿过大，请下载后查看", "the workbook is too large; download it to see it"
        )
