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
SHORT: Final = 40
"""Characters up to which a cell that was looked at is remembered: it may come again."""
MOST_KNOWN: Final = 50_000
"""Cells remembered of one column: some ten megabytes."""
Best = dict[str, tuple[Certainty, bool]]


class ColumnScan:
    """Reads a column in pieces: :meth:`add` them, then ask for the :meth:`report`."""

    def __init__(self, name: str, detectors: Registry) -> None:
        self._name, self._detectors = name, detectors
        self._suggested = suggest(name, detectors)
        self._counts: defaultdict[str, vote.Count] = defaultdict(vote.Count)
        self._cells = 0
        self._blank = 0
        self._blocks = 0
        self._kinds: list[str] = []
        self._known: dict[str, Best] = {}
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
        self._blocks += 1
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
        """The kinds that some cells are of, the most frequent first: by the first block, the
        second, the fourth and so on, for most columns go on as they begin."""
        if self._blocks & (self._blocks - 1):
            return self._kinds
        number = TASTE if self._blocks == 1 else TASTE // 4
        seen: defaultdict[str, int] = defaultdict(int)
        for cell in cells.gather_every(max(1, len(cells) // number)).head(number):
            for finding in find_all(cell[:MOST], self._detectors, self._name):
                if finding.end - finding.start == len(cell):
                    seen[finding.detector] += 1
        more = [name for name in self._kinds if name not in seen]
        self._kinds = sorted(seen, key=lambda name: -seen[name]) + more
        return self._kinds

    def _search(self, frame: pl.DataFrame) -> None:
        """Looks for values inside the cells that are left, each kind where it may be."""
        frame = frame.with_row_index("row")
        hits = self._triggered(frame)
        if hits.is_empty():
            return
        kinds = hits.group_by("row").agg("kind")
        for _, cell, number, names in frame.join(kinds, on="row").iter_rows():
            self._look(cell, number, names)

    def _triggered(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The kinds that each row has to be searched for; in no order.

        One pattern for all kinds first, and one for those that need many digits: of most columns
        they leave nothing, and a pattern per kind takes ten times as long.
        """
        always = [n for n, d in self._detectors.items() if self._cue[n] or not d.trigger]
        others = [n for n in self._detectors if n not in always]
        many = [n for n in others if self._detectors[n].digits]
        few = [n for n in others if n not in many]
        cell = pl.col("cell")
        patterns = [f"(?:{self._detectors[n].trigger})" for n in few]
        least = min((self._detectors[n].digits for n in many), default=0)
        flagged = frame.select(
            "row",
            "cell",
            cell.str.contains(plain.ODD).alias("odd"),
            (cell.str.contains("|".join(patterns)) if few else pl.lit(False)).alias("few"),
            (cell.str.contains(plain.close(least)) if many else pl.lit(False)).alias("many"),
        )
        found = [_rows(frame, name) for name in always]
        for names, flag in ((few, "few"), (many, "many")):
            for odd, rows in ((True, pl.col("odd")), (False, ~pl.col("odd") & pl.col(flag))):
                part = flagged.filter(rows)
                if part.is_empty():
                    continue
                found += [
                    _rows(part if odd else part.filter(cell.str.contains(d.trigger)), name)
                    for name, d in ((n, self._detectors[n]) for n in names)
                ]
        return pl.concat(found) if found else _rows(frame.clear(), "")

    def _look(self, cell: str, number: int, names: list[str]) -> None:
        best = self._known.get(cell)
        new = int(best is None)
        if best is None:
            best = self._best(cell, names)
            if len(cell) <= SHORT and len(self._known) < MOST_KNOWN:
                self._known[cell] = best
        for name, (certainty, whole) in best.items():
            self._note(name, certainty, number, whole, new)

    def _best(self, cell: str, names: list[str]) -> Best:
        """What a cell holds: of each kind the best certainty, and whether it is all of the cell."""
        if len(cell) > MOST:
            found = find_all(cell, self._detectors, self._name)
        else:
            seen = Seen(cell, self._name)
            raw = [f for name in names for f in self._detectors[name].find(seen)]
            found = resolve(raw, self._detectors.ranks) if len(raw) > 1 else raw
        best: Best = {}
        for finding in found:
            certainty, whole = best.get(finding.detector, (Certainty.SUSPECT, False))
            best[finding.detector] = (
                max(certainty, finding.certainty),
                whole or finding.end - finding.start >= len(cell) - 2,
            )
        return best

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


def _rows(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    return frame.select("row", pl.lit(kind).alias("kind"))


def _batches(values: Iterator[object], sample: int | None) -> Iterator[pl.Series]:
    left = islice(values, sample)
    while batch := list(islice(left, BATCH)):
        yield pl.Series("", [None if v is None else str(v) for v in batch], dtype=pl.String)
