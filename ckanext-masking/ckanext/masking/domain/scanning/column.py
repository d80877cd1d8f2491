"""Decides what a column holds: its header suggests, its cells vote."""

# polars' signatures name types of libraries that need not be installed.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import polars as pl
from ckanext.masking.domain.detectors.registry import Registry
from ckanext.masking.domain.finding import Certainty, resolve
from ckanext.masking.domain.scanning import plain, vote
from ckanext.masking.domain.scanning.headers import suggest
from ckanext.masking.domain.scanning.report import ColumnReport
from ckanext.masking.domain.scanning.seen import MOST, Seen
from ckanext.masking.domain.scanning.text import find_all

BATCH: Final = 100_000
"""Cells of an iterator that are held together: some ten megabytes."""
FEW: Final = 300
"""Cells for which setting up the vectorised checks takes longer than looking at each."""
TASTE: Final = 200
"""Cells that are looked at first, to know which vectorised checks are worth their time: a kind that
a fiftieth of the cells is of is missed once in fifty columns, and then only found more slowly."""


class ColumnScan:
    """Reads a column in pieces: :meth:`add` them, then ask for the :meth:`report`."""

    def __init__(self, name: str, detectors: Registry) -> None:
        self._name, self._detectors = name, detectors
        self._suggested = suggest(name, detectors)
        self._counts: defaultdict[str, vote.Count] = defaultdict(vote.Count)
        self._cells = 0
        self._blank = 0
        self._cue = {
            n: bool(d.headers.words) and n in self._suggested for n, d in detectors.items()
        }

    def add(self, values: pl.Series) -> None:
        """Look at more cells; values of other types are looked at as text."""
        cells = plain.texts(values)
        self._blank += cells.null_count()
        cells = cells.drop_nulls()
        self._cells += len(cells)
        if not len(cells):
            return
        if len(cells) <= FEW:
            names = list(self._detectors)
            for cell in cells:
                self._look(cell, 1, names)
            return
        counted = cells.value_counts(name="n") if self._repeats(cells) else None
        frame = (
            counted.rename({cells.name: "cell"})
            if counted is not None
            else pl.DataFrame({"cell": cells, "n": pl.repeat(1, len(cells), eager=True)})
        )
        self._search(self._settle_whole(frame))

    def report(self) -> ColumnReport:
        """What the column is, from all that was added."""
        return vote.decide(
            self._name, self._suggested, self._counts, self._cells, self._blank, self._detectors
        )

    @staticmethod
    def _repeats(cells: pl.Series) -> bool:
        """Whether it pays to look at each different value once."""
        taste = cells.gather_every(max(1, len(cells) // 1000))
        return taste.n_unique() < 0.7 * len(taste)

    def _settle_whole(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Counts the cells that hold just a value, by the vectorised checks; answers the others."""
        for name in self._likely(frame["cell"]):
            check = self._detectors[name].whole(pl.col("cell"), self._cue[name])
            if check is None or frame.is_empty():
                continue
            # Lazily, so that polars works out the parts that a check repeats only once.
            frame = frame.lazy().with_columns(check.alias("certainty")).collect()
            hits = frame.filter(pl.col("certainty") > 0)
            frame = frame.filter(pl.col("certainty") == 0).drop("certainty")
            different = min(vote.FEW, hits["cell"].head(1000).n_unique())
            for certainty, number in hits.group_by("certainty").agg(pl.col("n").sum()).iter_rows():
                self._note(name, Certainty(certainty), number, True, different)
                different = 0
        return frame

    def _likely(self, cells: pl.Series) -> list[str]:
        """The kinds that some cells are of, the most frequent first."""
        seen: defaultdict[str, int] = defaultdict(int)
        for cell in cells.gather_every(max(1, len(cells) // TASTE)).head(TASTE):
            for finding in find_all(cell[:MOST], self._detectors, self._name):
                if finding.end - finding.start == len(cell):
                    seen[finding.detector] += 1
        return sorted(seen, key=lambda name: -seen[name])

    def _search(self, frame: pl.DataFrame) -> None:
        """Looks for values inside the cells that are left, each kind where it may be."""
        if frame.is_empty():
            return
        names = list(self._detectors)
        odd = pl.col("cell").str.contains(plain.ODD)
        frame = frame.with_columns(odd.alias("odd")).with_columns(
            *(
                (pl.lit(True) if self._always(name) else self._triggered(name)).alias(f"t:{name}")
                for name in names
            )
        )
        frame = frame.filter(pl.any_horizontal(f"t:{name}" for name in names))
        for cell, number, _, *flags in frame.iter_rows():
            self._look(cell, number, [n for n, flag in zip(names, flags, strict=True) if flag])

    def _always(self, name: str) -> bool:
        return self._cue[name] or not self._detectors[name].trigger

    def _triggered(self, name: str) -> pl.Expr:
        return pl.col("odd") | pl.col("cell").str.contains(self._detectors[name].trigger)

    def _look(self, cell: str, number: int, names: list[str]) -> None:
        if len(cell) > MOST:
            found = find_all(cell, self._detectors, self._name)
        else:
            seen = Seen(cell, self._name)
            raw = [f for name in names for f in self._detectors[name].find(seen)]
            found = resolve(raw, self._detectors.ranks) if len(raw) > 1 else raw
        best: dict[str, tuple[Certainty, bool]] = {}
        for finding in found:
            certainty, whole = best.get(finding.detector, (Certainty.SUSPECT, False))
            best[finding.detector] = (
                max(certainty, finding.certainty),
                whole or finding.end - finding.start >= len(cell) - 2,
            )
        for name, (certainty, whole) in best.items():
            self._note(name, certainty, number, whole, 1)

    def _note(self, name: str, certainty: Certainty, number: int, whole: bool, new: int) -> None:
        count = self._counts[name]
        count.by_certainty[certainty] += number
        count.whole += number if whole else 0
        count.different += new


def scan_column(
    name: str,
    values: Iterable[object] | pl.Series,
    detectors: Registry,
    sample: int | None = None,
) -> ColumnReport:
    """What the column ``name`` holds.

    ``values`` is read once; None and blank cells are counted apart, others are looked at as text.
    ``sample`` bounds how many cells are looked at, spread evenly over a Series and taken from the
    beginning of an iterator; None looks at all. A polars Series of strings is the fast way.
    """
    scan = ColumnScan(name, detectors)
    if isinstance(values, pl.Series):
        step = 1 if sample is None else max(1, -(-len(values) // sample))
        scan.add(values.gather_every(step) if step > 1 else values)
    else:
        for batch in _batches(iter(values), sample):
            scan.add(batch)
    return scan.report()


def scan_frame(
    frame: pl.DataFrame, detectors: Registry, sample: int | None = None
) -> tuple[ColumnReport, ...]:
    """The reports of all columns, in their order."""
    return tuple(scan_column(column.name, column, detectors, sample) for column in frame)


def _batches(values: Iterator[object], sample: int | None) -> Iterator[pl.Series]:
    left = islice(values, sample)
    while batch := list(islice(left, BATCH)):
        yield pl.Series("", [None if v is None else str(v) for v in batch], dtype=pl.String)
