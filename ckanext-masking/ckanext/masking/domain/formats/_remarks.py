"""Comments of worksheets, read part by part: where each stands and what it says, not who wrote it.

Notes (ECMA-376 part 1, 18.7) and threaded comments ([MS-XLSX] 2.6.203): a thread becomes one text,
its answers below each other, and people whom it mentions are taken out.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

from ckanext.masking.domain.formats._parts import elements, local, related
from openpyxl.utils.cell import coordinate_to_tuple  # pyright: ignore

MOST: Final = 50_000
"""Comments of a workbook; of more none is carried over."""
LONGEST: Final = 16_000_000
"""Characters of all of them."""
_NOTES, _THREADS = "/comments", "/threadedcomment"
_STANDS_FOR: Final = "tc="
"""How the author of a note begins that stands for a thread in programs that know no threads."""
_MENTIONED: Final = "@***"
Place = tuple[int, int]


class TooMany(Exception):
    """More than can be held in memory."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A text at a cell, by row and column from 0."""

    row: int
    column: int
    text: str


def remarks(archive: zipfile.ZipFile, sheet: str) -> list[Remark]:
    """The comments of the sheet in the part ``sheet``, threads before notes.

    Raises ``TooMany``, and ``KeyError``, ``ValueError`` or ``ParseError`` for what cannot be read.
    """
    found: dict[Place, str] = {}
    for part in related(archive, sheet, _THREADS):
        found |= _bounded(_threads(archive, part))
    for part in related(archive, sheet, _NOTES):
        for place, text in _bounded(_notes(archive, part)).items():
            found.setdefault(place, text)
    return [Remark(*place, text) for place, text in sorted(found.items())]


def _bounded(texts: Iterator[tuple[Place, str]]) -> dict[Place, str]:
    """The texts by place, those of one place below each other."""
    found: dict[Place, str] = {}
    left = LONGEST
    for place, text in texts:
        left -= len(text)
        if len(found) >= MOST or left < 0:
            raise TooMany
        found[place] = f"{found[place]}\n{text}" if place in found else text
    return found


def _notes(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[Place, str]]:
    """Excel begins a note with its author's name and a colon, which is left out."""
    authors: list[str] = []
    for one in elements(archive, part, "comment"):
        name = local(one)
        if name == "author":
            authors.append(one.text or "")
        elif name == "comment":
            number = int(one.get("authorId", "0"))
            author = authors[number] if number < len(authors) else ""
            text = _text(one)
            if author and not author.startswith(_STANDS_FOR):
                text = text.removeprefix(f"{author}:").lstrip("\n")
            yield _place(one), text


def _threads(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[Place, str]]:
    for one in elements(archive, part, "threadedComment"):
        if local(one) == "threadedComment":
            mentions = [each for each in one.iter() if local(each) == "mention"]
            spans = ((int(m.get("startIndex", "0")), int(m.get("length", "0"))) for m in mentions)
            yield _place(one), _without(_text(one), spans)


def _without(text: str, spans: Iterator[tuple[int, int]]) -> str:
    """The text with its mentions hidden; places count UTF-16 units."""
    units = text.encode("utf-16-le")
    for start, length in sorted(spans, reverse=True):
        begin, end = start * 2, (start + length) * 2
        units = units[:begin] + _MENTIONED.encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le", "replace")


def _text(one: ElementTree.Element) -> str:
    """The text of an element without the readings that stand above it (``rPh``)."""
    if local(one) == "rPh":
        return ""
    own = (one.text or "") if local(one) == "t" or (local(one) == "text" and not len(one)) else ""
    return own + "".join(map(_text, one))


def _place(one: ElementTree.Element) -> Place:
    row, column = coordinate_to_tuple(one.get("ref", ""))
    return int(row) - 1, int(column) - 1
