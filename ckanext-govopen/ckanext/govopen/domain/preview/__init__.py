"""The first rows of a file, for a reader who wants to know what is in it before downloading it.

A format is one file of this package, registered under the words that stand for it. Everything is
bounded: bytes read, rows, columns, length of a cell, and what a workbook may unpack to.
"""

from __future__ import annotations

from ckanext.govopen.domain.preview.base import (
    MAX_ROWS,
    READERS,
    Preview,
    Shape,
    Sketch,
    Table,
    Unreadable,
)
from govopen_common import registry

__all__ = ["MAX_ROWS", "Preview", "Shape", "Sketch", "Table", "Unreadable", "kind_of", "read"]

registry.modules(__name__)


def kind_of(format: str | None, url: str | None) -> str | None:
    """The reader's name for a file: by its format, else by its address's ending; None when none."""
    ending = (url or "").split("?")[0].rsplit(".", 1)[-1]
    for word in (format or "", ending):
        if (kind := word.strip().lower().lstrip(".")) in READERS:
            return kind
    return None


def most_bytes(kind: str) -> int:
    """How many bytes of a file of this kind are worth reading."""
    return READERS[kind].most_bytes


def read(raw: bytes, kind: str, *, whole: bool) -> Preview:
    """What ``raw`` shows; ``whole`` says that nothing follows it.

    Raises :class:`Unreadable` with a reason in both languages.
    """
    reader = READERS[kind]
    if not whole and not reader.partial:
        size = reader.most_bytes // (1024 * 1024)
        raise Unreadable(
            f"文件超过 {size} MB，请下载后查看",
            f"the file exceeds {size} MB; download it to see it",
        )
    return reader.read(raw, whole)
