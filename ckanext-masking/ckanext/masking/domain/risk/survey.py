"""Counts groups of equal quasi-identifiers in a table that may come in batches.

k is the size of the smallest group (Sweeney 2002), l the least number of distinct sensitive values
in a group (distinct l-diversity, Machanavajjhala et al. 2007). A null is a value like any other:
leaving such rows out, as some tools do, overstates k.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from govopen_common.problem import Problem, Rejected

MOST_GROUPS: Final = 5_000_000
"""Groups counted: 16 bytes each, and twice that while batches are joined."""
SIZES: Final = (2, 3, 5, 10, 20)
"""Group sizes under which rows are told of by count; groups under 2 are unique rows."""
_GROUP: Final = "group"
_ROWS: Final = "rows"


@dataclass(frozen=True, slots=True)
class Small:
    """How many groups have fewer than ``k`` rows, and how many rows are in them. Never which."""

    k: int
    groups: int
    rows: int


@dataclass(frozen=True, slots=True)
class Risk:
    """What was counted: ``k`` None and ``l`` empty for a table without rows.

    ``l`` has each sensitive column's least number of distinct values in a group. ``highest`` is
    the risk of the row that is easiest to find, 1/k, and ``average`` that of a row by chance,
    groups by rows; both from 0 to 1.
    """

    rows: int
    groups: int
    k: int | None
    l: dict[str, int]  # noqa: E741 - the letter of l-diversity
    small: tuple[Small, ...]
    quasi_identifiers: tuple[str, ...]

    @property
    def highest(self) -> float:
        return 1 / self.k if self.k else 0.0

    @property
    def average(self) -> float:
        return self.groups / self.rows if self.rows else 0.0

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready copy, for reports; counts only."""
        return {
            "rows": self.rows,
            "groups": self.groups,
            "k": self.k,
            "l": dict(self.l),
            "small": [{"k": one.k, "groups": one.groups, "rows": one.rows} for one in self.small],
            "quasi_identifiers": list(self.quasi_identifiers),
            "highest": self.highest,
            "average": self.average,
        }


class Survey:
    """Takes a table batch by batch and tells its risk; keeps hashes of groups, never values.

    Groups are told apart by a 64-bit hash: that two of a million share one, and k is overstated,
    has a chance of three in a hundred million (birthday bound).
    """

    def __init__(self, quasi_identifiers: Sequence[str], sensitive: Sequence[str] = ()) -> None:
        self.quasi_identifiers = tuple(dict.fromkeys(quasi_identifiers))
        self.sensitive = tuple(dict.fromkeys(sensitive))
        self._groups = pl.DataFrame(schema={_GROUP: pl.UInt64, _ROWS: pl.UInt64})
        pairs = pl.DataFrame(schema={_GROUP: pl.UInt64, "value": pl.UInt64})
        self._pairs = dict.fromkeys(self.sensitive, pairs)
        self._rows = 0

    def anew(self) -> Survey:
        """A survey of the same columns that has counted nothing."""
        return Survey(self.quasi_identifiers, self.sensitive)

    def add(self, frame: pl.DataFrame) -> None:
        """Count the rows of ``frame``, which has all the columns.

        Raises ``Rejected`` for a column that is not there, and when there are too many groups.
        """
        missing = [c for c in (*self.quasi_identifiers, *self.sensitive) if c not in frame.columns]
        if missing:
            zh = f"表中没有这些列：{'、'.join(missing)}，请核对列名"
            en = f"the table lacks these columns: {', '.join(missing)}; check their names"
            raise Rejected(Problem("quasi_identifiers", "column_missing", zh, en))
        self._rows += frame.height
        group = _hashed(frame, self.quasi_identifiers)
        counted = group.to_frame().group_by(_GROUP).agg(pl.len().cast(pl.UInt64).alias(_ROWS))
        both = pl.concat([self._groups, counted])
        self._groups = both.group_by(_GROUP).agg(pl.col(_ROWS).sum())
        for column in self.sensitive:
            values = pl.DataFrame({_GROUP: group, "value": _hashed(frame, (column,))})
            self._pairs[column] = pl.concat([self._pairs[column], values]).unique()
        if max(self._groups.height, *(p.height for p in self._pairs.values()), 0) > MOST_GROUPS:
            zh = f"分组超过 {MOST_GROUPS} 个，无法评估；请选较少或较粗的准标识符"
            en = f"over {MOST_GROUPS} groups; choose fewer or coarser quasi-identifiers"
            raise Rejected(Problem("quasi_identifiers", "too_many_groups", zh, en))

    def risk(self) -> Risk:
        """What has been counted so far."""
        rows = self._groups[_ROWS]
        return Risk(
            rows=self._rows,
            groups=self._groups.height,
            k=int(rows.min() or 0) or None,  # pyright: ignore[reportArgumentType] - an integer column
            l={column: _least(pairs) for column, pairs in self._pairs.items() if pairs.height},
            small=tuple(self.under(k) for k in SIZES),
            quasi_identifiers=self.quasi_identifiers,
        )

    def smallest(self, k: int) -> frozenset[int]:
        """The hashes of the groups to give up so that all that is left has ``k`` rows.

        Those under ``k``; and while they have under ``k`` rows together, for they become one
        group, the next smallest too.
        """
        ordered = self._groups.sort(_ROWS, _GROUP)
        before = pl.col(_ROWS).cum_sum() - pl.col(_ROWS)
        small = (pl.col(_ROWS) < k) | ((before > 0) & (before < k))
        return frozenset(ordered.filter(small)[_GROUP]) if self.under(k).groups else frozenset()

    def rows_in(self, groups: frozenset[int]) -> int:
        """How many rows are in these groups."""
        return int(self._groups.filter(pl.col(_GROUP).is_in(list(groups)))[_ROWS].sum())

    def hashes(self, frame: pl.DataFrame) -> pl.Series:
        """The hash of each row's group."""
        return _hashed(frame, self.quasi_identifiers)

    def under(self, k: int) -> Small:
        """The groups that have fewer than ``k`` rows."""
        small = self._groups.filter(pl.col(_ROWS) < k)
        return Small(k, small.height, int(small[_ROWS].sum()))


def measure(
    frame: pl.DataFrame, quasi_identifiers: Sequence[str], sensitive: Sequence[str] = ()
) -> Risk:
    """The risk of a table that is in memory. Raises ``Rejected`` as ``Survey.add``."""
    survey = Survey(quasi_identifiers, sensitive)
    survey.add(frame)
    return survey.risk()


def _hashed(frame: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """A 64-bit hash of the values of ``columns`` in each row; of no columns, the same for all."""
    if not columns:
        return pl.zeros(frame.height, dtype=pl.UInt64, eager=True).alias(_GROUP)
    return frame.select(columns).hash_rows(seed=0).alias(_GROUP)


def _least(pairs: pl.DataFrame) -> int:
    counted = pairs.group_by(_GROUP).agg(pl.len().alias(_ROWS))
    return int(counted[_ROWS].min() or 0)  # pyright: ignore[reportArgumentType] - an integer column
