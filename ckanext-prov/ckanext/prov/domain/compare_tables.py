"""Rows that were added to a table and rows that were taken out of it.

Tables are compared as bags of rows: order means nothing, and a row that stands twice counts twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

MOST_ROWS: Final = 200_000
"""Rows of either table; a longer one is not compared."""

SHOWN: Final = 100
"""Rows that are given as examples, of those added and of those removed."""

Row = tuple[str, ...]


class TooLong(ValueError):
    """A table has more rows than are compared."""


@dataclass(frozen=True, slots=True)
class TableChange:
    """How two tables differ; ``columns_…`` are names in the first row of only one of them.

    ``added`` and ``removed`` hold at most :data:`SHOWN` rows of those that are counted.
    """

    header: Row
    columns_added: Row
    columns_removed: Row
    rows_before: int
    rows_after: int
    count_added: int
    count_removed: int
    added: tuple[Row, ...]
    removed: tuple[Row, ...]


def compare_tables(before: Iterable[Sequence[str]], after: Iterable[Sequence[str]]) -> TableChange:
    """The difference of two tables whose first rows name the columns.

    Rows are compared by the columns that both have; of a column that stands twice by the first.
    Raises TooLong.
    """
    old_header, old = _read(before)
    new_header, new = _read(after)
    common = [name for name in dict.fromkeys(new_header) if name in old_header] or None
    old_rows, new_rows = _bag(old, old_header, common), _bag(new, new_header, common)
    added, removed = new_rows - old_rows, old_rows - new_rows
    return TableChange(
        header=tuple(common or new_header),
        columns_added=tuple(name for name in new_header if name not in old_header),
        columns_removed=tuple(name for name in old_header if name not in new_header),
        rows_before=len(old),
        rows_after=len(new),
        count_added=added.total(),
        count_removed=removed.total(),
        added=_some(added),
        removed=_some(removed),
    )


def _read(rows: Iterable[Sequence[str]]) -> tuple[Row, list[Row]]:
    found: list[Row] = []
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        found.append(tuple(row))
        if len(found) > MOST_ROWS + 1:
            raise TooLong(f"more than {MOST_ROWS} rows")
    return (found[0], found[1:]) if found else ((), [])


def _bag(rows: Sequence[Row], header: Row, names: Sequence[str] | None) -> Counter[Row]:
    if names is None:
        return Counter(rows)
    places = [header.index(name) for name in names]
    return Counter(tuple(row[at] if at < len(row) else "" for at in places) for row in rows)


def _some(rows: Counter[Row]) -> tuple[Row, ...]:
    found: list[Row] = []
    for row, count in rows.items():
        found += [row] * min(count, SHOWN - len(found))
        if len(found) >= SHOWN:
            break
    return tuple(found)
