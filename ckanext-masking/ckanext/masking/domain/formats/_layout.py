"""Where the header of a table stands: below titles, at the top, or nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ckanext.masking.domain.detectors import registry
from ckanext.masking.domain.finding import Certainty, Finding
from ckanext.masking.domain.formats.base import Note
from ckanext.masking.domain.operators.base import is_blank
from ckanext.masking.domain.scanning.text import find_all

LOOKED_AT: Final = 200
"""Records from which the usual number of cells is taken."""
MOST_TITLES: Final = 20
"""Rows of titles, units and authors above a header, at most."""
_FULL: Final = 0.6
"""The share of cells of a header that are not blank, at least; a title fills one or two."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The first ``head`` records are titles and the header; ``names`` are the header's cells.

    ``bare`` says that a row stands where the header would, and holds data.
    """

    head: int
    names: tuple[str, ...]
    bare: bool = False

    @property
    def notes(self) -> list[Note]:
        """What reports tell of it."""
        zh = "没有表头：第一行看来是数据，已按数据处理"
        en = "no header: the first row looks like data, and was treated as such"
        return [Note("no_header", zh, en)] if self.bare else []

    def name(self, place: int) -> str:
        """The header of a column; "" beyond the header."""
        return self.names[place] if place < len(self.names) else ""


def layout(records: Sequence[Sequence[str | None]]) -> Layout:
    """The layout of a table by its first records.

    A first row in which values are found that count in a header (:func:`names_somebody`) is a
    row of data: the table has no header.
    """
    looked = records[:LOOKED_AT]
    width = _usual(looked)
    for number, record in enumerate(looked[:MOST_TITLES]):
        filled = sum(not is_blank(cell) for cell in record)
        if filled >= max(1 if width == 1 else 2, _FULL * width):
            if _is_data(record):
                return Layout(number, (), True)
            return Layout(number + 1, tuple(cell or "" for cell in record))
    return Layout(0, ())


def names_somebody(finding: Finding, text: str) -> bool:
    """Whether something found in a title, header or key counts there.

    Suspects with digits do, for headers have no long numbers. Those of words do not: ``高度`` is a
    header, and could be a name.
    """
    piece = text[finding.start : finding.end]
    return finding.certainty > Certainty.SUSPECT or any(char.isdigit() for char in piece)


def _usual(records: Sequence[Sequence[str | None]]) -> int:
    """The most frequent number of cells, the larger one of two."""
    widths = Counter(_width(record) for record in records)
    widths.pop(0, None)
    return max(widths, key=lambda width: (widths[width], width), default=1)


def _width(record: Sequence[str | None]) -> int:
    """Cells up to the last that is not blank."""
    return max((n for n, cell in enumerate(record, 1) if not is_blank(cell)), default=0)


def _is_data(record: Sequence[str | None]) -> bool:
    detectors = registry.load()
    return any(
        names_somebody(finding, cell)
        for cell in record
        if cell
        for finding in find_all(cell, detectors)
    )
