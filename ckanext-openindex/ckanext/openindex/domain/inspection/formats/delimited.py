"""Tables of text: CSV and its relatives, in the encodings that are found in the wild."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from ckanext.openindex.domain.inspection.base import (
    BROKEN,
    Limits,
    Row,
    Table,
    Unreadable,
    reader,
    text,
)

HEAD = 256 * 1024
LONGEST_CELL = 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@reader("csv", "tsv")
def delimited(path: Path, limits: Limits, whole: bool) -> Table:
    """A table whose first row names the columns."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    encoding = encoding_of(head)
    first = head.decode(encoding, "replace")
    source = io.TextIOWrapper(path.open("rb"), encoding, errors="replace", newline="")
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(source, delimiter=delimiter_of(first), strict=True)
    parsed = _parsed(rows, source)
    columns = next(parsed, None)
    if columns is None:
        raise Unreadable("unreadable", "the row with the names of columns does not parse")
    return Table([text(name) for name in columns], parsed, "csv", lambda: whole)


def encoding_of(head: bytes) -> str:
    """UTF-8 where the bytes are that, by their mark or by decoding; else GB 18030."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def delimiter_of(first: str) -> str:
    """The mark that is most frequent in the first line; a comma when there is none."""
    line = first.partition("\n")[0]
    return max(",\t;|", key=lambda mark: (line.count(mark), mark == ","))


def _parsed(rows: Iterator[Row], source: io.TextIOWrapper) -> Iterator[Row | None]:
    with source:
        while True:
            try:
                row = next(rows)
            except StopIteration:
                return
            except (csv.Error, UnicodeError):
                yield BROKEN
                continue
            if row:
                yield row
