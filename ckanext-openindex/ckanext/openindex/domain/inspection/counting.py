"""From the rows of tables to what an inspection tells of them."""

from __future__ import annotations

from dataclasses import replace

from ckanext.openindex.domain.facts import Inspection
from ckanext.openindex.domain.inspection.base import Row, Table
from ckanext.openindex.domain.inspection.tally import Tally, columns_digest


def fill(tally: Tally, table: Table, most: int) -> bool:
    """Add the rows of ``table`` until ``tally`` has ``most``; whether there are more. Raises
    Unreadable."""
    waiting: list[Row | None] = []
    for row in table.rows:
        # One behind, for the last row of a file that was cut is no whole row.
        for one in waiting:
            tally.add(one)
        waiting = [row]
        if tally.rows >= most:
            return True
    if table.complete():
        for one in waiting:
            tally.add(one)
    return False


def told(found: Inspection, tally: Tally, more: bool) -> Inspection:
    """``found`` with the counts of ``tally``; ``more``: not everything was counted."""
    return replace(
        found,
        rows=tally.rows,
        columns=len(tally.columns),
        cells=tally.cells,
        cell_bytes=tally.bytes,
        empty_cells=tally.empty,
        duplicate_rows=tally.duplicates,
        header_only=not tally.rows and not found.truncated and not more,
        unparsable_rows=tally.unparsable,
        typed_cells=tally.typed,
        outside_domain=tally.outside,
        truncated=found.truncated or more,
        columns_digest=columns_digest(tally.columns),
        sketch=tally.sketch(),
    )
