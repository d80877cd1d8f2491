"""CSV and TSV: the beginning is enough, in whatever Chinese or Unicode encoding it is."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator

from charset_normalizer import from_bytes
from ckanext.govopen.domain.preview.base import MIB, Preview, Unreadable, reader, table

DELIMITERS = ",\t;|"
SAMPLE = 64 * 1024


@reader("csv", "tsv", most_bytes=MIB, partial=True)
def read(raw: bytes, whole: bool) -> Preview:
    """The rows of ``raw``; its last line is dropped when the file goes on."""
    text = decode(raw, whole)
    if "\x00" in text:
        raise Unreadable("这不是文本文件", "this is not a text file")
    if not whole:
        text = text[: text.rfind("\n") + 1] or text
    rows = _rows(text)
    columns = next(rows, None)
    if columns is None:
        raise Unreadable("文件是空的", "the file is empty")
    return Preview(table(columns, rows))


def decode(raw: bytes, whole: bool) -> str:
    """The text of ``raw``: by its mark, as UTF-8, as GB18030, or as charset-normalizer guesses.

    A character cut in two at the end of a part is no fault.
    """
    if raw.startswith(BOM_UTF8):
        return raw.decode("utf-8-sig", "replace")
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    for name in ("utf-8", "gb18030"):
        try:
            return getincrementaldecoder(name)().decode(raw, final=whole)
        except UnicodeDecodeError:  # noqa: PERF203 - the next is tried
            continue
    best = from_bytes(raw[:SAMPLE]).best()
    return raw.decode(best.encoding if best else "utf-8", "replace")


def _rows(text: str) -> Iterator[list[str]]:
    """Rows with something in them; a line the reader refuses ends the table."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    while True:
        try:
            row = next(lines)
        except (StopIteration, csv.Error):
            return
        if any(row):
            yield row


def _delimiter(text: str) -> str:
    """The likeliest delimiter of the first line."""
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    return max(DELIMITERS, key=first.count)
