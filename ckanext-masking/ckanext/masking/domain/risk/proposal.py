"""Proposes what to generalise so that a table reaches the k that a policy demands.

Each quasi-identifier has a ladder of operators from fine to coarse; together they span a lattice
(Samarati 2001). From its bottom the search climbs the step that leaves the fewest rows in groups
under k, redacting a column only when nothing else is left, then goes back down wherever k stays.
It is greedy: what it finds reaches k, and no single step can be taken back, but a better way may
exist. It ends, for each ladder ends with redaction, and it looks at a bounded number of tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl
from ckanext.masking.domain.operators import Scope, registry
from ckanext.masking.domain.policy.model import Action
from ckanext.masking.domain.risk.quasi import Ladder, ladder
from ckanext.masking.domain.risk.survey import Survey

MOST_COLUMNS: Final = 8
MOST_TABLES: Final = 400
"""Tables looked at: eight ladders of six steps need 8 × 48, and 8 to go back down."""

MOST_ROWS: Final = 100_000
"""Distinct rows looked at. Of a larger table a sample is; its k is then a lower bound."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change that is proposed: the column, the operator, and k with all changes so far."""

    column: str
    do: Action
    k: int | None

    def text(self, lang: str) -> str:
        """The step in one sentence."""
        told = registry()[self.do.operator]
        parameters = ", ".join(
            f"{name}: {_written(value)}" for name, value in self.do.parameters.items()
        )
        how = f"{self.do.operator} {parameters}".strip()
        if lang.lower().startswith("zh"):
            return f"“{self.column}”列：{told.zh}（{how}），此后 k = {self.k or 0}"
        return f"column “{self.column}”: {told.en} ({how}); k is {self.k or 0} then"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The steps, the k before and after, the rows still in groups under k, and whether that does.

    ``reached`` is False when the table has fewer rows than k, or the search met its bound.
    """

    demanded: int
    before: int | None
    k: int | None
    steps: tuple[Step, ...]
    rows_under: int
    tables: int

    @property
    def reached(self) -> bool:
        return self.k is None or self.k >= self.demanded


class _Search:
    """The lattice over one table: a place is the number of steps climbed on each ladder."""

    def __init__(
        self,
        frame: pl.DataFrame,
        ladders: Sequence[Ladder],
        k: int,
        scope: Scope,
        count: str | None,
    ) -> None:
        self.ladders = ladders
        self.k = k
        self.tables = 0
        self._scope = scope
        # Rows that are equal in all columns are one row with a count: the search looks at few.
        columns = [one.column for one in ladders]
        number = pl.col(count).sum() if count else pl.len()
        rows = frame.group_by(columns).agg(number.alias(_count(columns)))
        if rows.height > MOST_ROWS:
            rows = rows.with_columns(rows.hash_rows(seed=0).alias("")).sort("").head(MOST_ROWS)
        self._frame = rows
        self._count = _count(columns)
        self._made: dict[tuple[int, int], pl.Series] = {}
        self._known: dict[tuple[int, ...], tuple[int, int]] = {}

    def look(self, place: tuple[int, ...]) -> tuple[int, int]:
        """k at ``place``, and the rows there in groups under the k demanded."""
        if place not in self._known:
            self.tables += 1
            columns = [self._column(n, level) for n, level in enumerate(place)]
            table = pl.DataFrame([*columns, self._frame[self._count]])
            rows = table.group_by([c.name for c in columns]).agg(pl.col(self._count).sum())
            sizes = rows[self._count].to_list()
            under = sum(size for size in sizes if size < self.k)
            self._known[place] = (min(sizes, default=0), under)
        return self._known[place]

    def climb(self) -> tuple[int, ...]:
        """The lowest place found that has k, or the highest looked at."""
        place = (0,) * len(self.ladders)
        while self.look(place)[1] and self.tables < MOST_TABLES:
            higher = [up for n in range(len(place)) if (up := self._moved(place, n, 1))]
            if not higher:
                break
            place = min(higher, key=self._cost)
        return self._down(place)

    def _down(self, place: tuple[int, ...]) -> tuple[int, ...]:
        if self.look(place)[1]:
            return place
        for n in range(len(place)):
            while (down := self._moved(place, n, -1)) and not self.look(down)[1]:
                place = down
        return place

    def _cost(self, place: tuple[int, ...]) -> tuple[int, int, int, int]:
        """What makes a place worse: columns redacted, rows under k, a small k, coarseness."""
        k, under = self.look(place)
        redacted = sum(
            level == len(one.steps) for level, one in zip(place, self.ladders, strict=True)
        )
        return redacted, under, -k, max(place)

    def _moved(self, place: tuple[int, ...], n: int, by: int) -> tuple[int, ...] | None:
        level = place[n] + by
        if not 0 <= level <= len(self.ladders[n].steps):
            return None
        return (*place[:n], level, *place[n + 1 :])

    def _column(self, n: int, level: int) -> pl.Series:
        """The column as numbers that are equal where its values at ``level`` are."""
        if (n, level) not in self._made:
            given = self._frame[self.ladders[n].column]
            if level:
                do = self.ladders[n].steps[level - 1]
                given = registry()[do.operator].bind(do.parameters, self._scope).series(given)
            codes = pl.col(given.name).cast(pl.Categorical).to_physical()
            self._made[n, level] = given.to_frame().select(codes).to_series()
        return self._made[n, level]


def propose_steps(
    frame: pl.DataFrame,
    quasi_identifiers: Sequence[str],
    k: int,
    *,
    ladders: Mapping[str, Ladder] | None = None,
    scope: Scope | None = None,
    count: str | None = None,
) -> Proposal:
    """What to do to ``quasi_identifiers`` (columns of text, the first eight) so that k is reached.

    ``ladders`` replace the proposed ones, by column; ``count`` is a column of ``frame`` that says
    how many rows of the table each of its rows stands for. Raises ``Rejected`` for a column that
    is missing.
    """
    names = tuple(dict.fromkeys(quasi_identifiers))[:MOST_COLUMNS]
    Survey(names).add(frame.clear())
    before, small = _sizes(frame, names, k, count)
    chosen = [(ladders or {}).get(name) or ladder(frame[name]) for name in names]
    search = _Search(frame, chosen, k, scope or Scope(), count)
    place = search.climb() if frame.height and names else ()
    steps: list[Step] = []
    reached = (0,) * len(place)
    for n, level in enumerate(place):
        if level:
            reached = (*reached[:n], level, *reached[n + 1 :])
            action = chosen[n].steps[level - 1]
            steps.append(Step(names[n], action, search.look(reached)[0]))
    last, under = search.look(place) if place else (before, small)
    return Proposal(k, before, last, tuple(steps), under, search.tables)


def _sizes(
    frame: pl.DataFrame, names: Sequence[str], k: int, count: str | None
) -> tuple[int | None, int]:
    """k of a table as it is, None without rows; and the rows in groups under the k demanded."""
    number = pl.col(count).sum() if count else pl.len()
    rows = frame.group_by(names) if names else frame.group_by(pl.lit(0))
    sizes: list[int] = rows.agg(number.alias(_count(names)))[_count(names)].to_list()
    return min(sizes, default=None), sum(size for size in sizes if size < k)


def _written(value: object) -> str:
    """A parameter as a policy would have it."""
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _count(columns: Sequence[str]) -> str:
    """A name for the count that no column has."""
    return "rows" + "_" * (max(map(len, columns), default=0) + 1)
