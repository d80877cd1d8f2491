"""The formats that are understood, one file each; what none of them knows is held.

Another distribution offers one by the entry point group ``ckanext.masking.formats`` with a
subclass of ``Format``; it cannot take the name of one that is here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from ckanext.masking.domain.formats.base import Document, Format, HeldError, Limits
from ckanext.masking.domain.formats.signature import refuse_unknown
from govopen_common.registry import here, is_one

__all__ = ["GROUP", "formats", "open_document"]

GROUP: Final = "ckanext.masking.formats"


@cache
def formats() -> tuple[Format, ...]:
    """All formats in the order in which they are asked.

    Raises TypeError for an entry point that is no format and ValueError for a name taken twice.
    """
    found = sorted((*here(__name__, Format), *_others()), key=lambda one: (one.rank, one.name))
    if len({one.name for one in found}) < len(found):
        raise ValueError("two formats have the same name")
    return tuple(found)


def open_document(path: Path, limits: Limits | None = None) -> tuple[Format, Document]:
    """The format of a file by what is in it, never by its name, and the document.

    Raises ``HeldError`` for what is not understood.
    """
    bounds = limits or Limits()
    refuse_unknown(path)
    for one in formats():
        document = one.open(path, bounds)
        if document is not None:
            return one, document
    raise HeldError(
        "unknown",
        "不是能够识别的表格或 JSON 文件，请转成 CSV、XLSX 或 JSON",
        "not a table or JSON file that is understood; convert it to CSV, XLSX or JSON",
    )


def _others() -> Iterator[Format]:
    for entry in entry_points(group=GROUP):
        offered: object = entry.load()
        if not is_one(offered, Format):
            raise TypeError(f"the entry point {entry.name} ({entry.value}) is no Format")
        yield offered()  # pyright: ignore[reportAbstractUsage] - is_one lets none pass
