"""A few rows of a file before and after masking, side by side, for whoever decides on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from ckanext.masking.domain.engine.names import safe
from ckanext.masking.domain.formats import open_document
from ckanext.masking.domain.formats.base import Document, Kind, Limits

ROWS: Final = 20
"""Rows of a sample."""
LOOK: Final = 5_000
"""Rows of each table from which those of the sample are chosen."""
COLUMNS: Final = 60
"""Columns of a sample; of more, those that change go first."""
LONGEST: Final = 200
"""Characters of a cell that are shown."""

Cell = str | None


@dataclass
class _Table:
    """The first rows of one table: names and cells by the column's place."""

    name: str
    names: dict[int, str]
    cells: dict[int, list[Cell]]

    @property
    def full(self) -> bool:
        return any(len(column) >= LOOK for column in self.cells.values())


def sample_files(original: Path, masked: Path, limits: Limits | None = None) -> dict[str, Any]:
    """The rows of both files that show best what masking does, JSON-ready.

    ``tables`` holds for each table its ``table`` (the name, or its number where the name says too
    much), ``columns`` (``place`` and ``name``) and ``rows``: each has its ``number`` from 1, and
    ``before`` and ``after`` with a text or null for each column, cut to 200 characters.

    Raises ``HeldError`` when a file is not understood, and ``OSError``.
    """
    before = _tables(open_document(original, limits or Limits())[1])
    after = _tables(open_document(masked, limits or Limits())[1])
    pairs = zip(before, after, strict=False)
    return {"tables": [_sampled(n, old, new) for n, (old, new) in enumerate(pairs, 1)]}


def _tables(document: Document) -> list[_Table]:
    """The first rows of each table, in the order of the file."""
    found: dict[str, _Table] = {}
    for block in document.blocks():
        for column, series in block.columns().items():
            if column.kind is not Kind.CELLS:
                continue
            table = found.setdefault(column.table, _Table(column.table, {}, {}))
            table.names[column.place] = column.name
            cells = table.cells.setdefault(column.place, [])
            cells += series.head(LOOK - len(cells)).to_list()
        if len(found) == 1 and all(table.full for table in found.values()):
            # A file of one table is not read to its end; sheets follow each other.
            break
    return list(found.values())


def _sampled(number: int, before: _Table, after: _Table) -> dict[str, Any]:
    changed = {
        place: [
            row
            for row, (old, new) in enumerate(zip_longest(cells, after.cells.get(place, ())))
            if old != new
        ]
        for place, cells in before.cells.items()
    }
    places = sorted(sorted(before.cells, key=lambda place: (not changed[place], place))[:COLUMNS])
    length = max((len(cells) for cells in before.cells.values()), default=0)
    rows = choose([changed[place] for place in places], length)
    return {
        "table": safe(before.name, f"#{number}"),
        "columns": [
            {"place": place, "name": safe(before.names[place], f"#{place + 1}")} for place in places
        ],
        "rows": [
            {
                "number": row + 1,
                "before": [_cell(before.cells[place], row) for place in places],
                "after": [_cell(after.cells.get(place, []), row) for place in places],
            }
            for row in rows
        ],
    }


def choose(changed: Sequence[Sequence[int]], length: int, most: int = ROWS) -> list[int]:
    """Which of ``length`` rows to show, in their order.

    ``changed`` holds for each column the rows that change there. Columns take turns, so that one
    that seldom changes is seen too; what is left over goes to the first rows.
    """
    chosen: dict[int, None] = {}
    for turn in range(most):
        for rows in changed:
            if turn < len(rows) and len(chosen) < most:
                chosen[rows[turn]] = None
    for row in range(length):
        if len(chosen) >= most:
            break
        chosen[row] = None
    return sorted(chosen)


def _cell(cells: Sequence[Cell], row: int) -> Cell:
    cell = cells[row] if row < len(cells) else None
    return cell if cell is None or len(cell) <= LONGEST else cell[: LONGEST - 1] + "…"
