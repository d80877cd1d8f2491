"""A column's vote: from what its cells hold to what the column is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ckanext.masking.domain.detectors.base import Detector
from ckanext.masking.domain.detectors.registry import Registry
from ckanext.masking.domain.finding import Certainty
from ckanext.masking.domain.scanning.report import ColumnReport, Tally

NAMED: Final = 0.2
"""Share of cells that must agree with a header: forms are half empty and badly filled in."""
MOST: Final = 0.5
"""Share of cells that decide without a header."""
NEARLY_ALL: Final = 0.8
"""Share of suspects that raise each other without a header, where chance cannot do it."""
FEW: Final = 10
"""Different values below which suspects do not raise each other: with a chance of 0.2 that a value
that is something else passes, ten of twelve do so once in ten million columns."""
UNLIKELY: Final = 0.2
"""The largest chance (:attr:`Detector.chance`) with which suspects may raise each other."""
LUCK: Final = 0.3
"""Share of numbers of the same shape that must pass a checksum, where at least
:data:`FEW` have the shape: one in eleven, or one in ten, passes by luck."""


@dataclass
class Count:
    """What was counted of one kind in one column; ``different`` is a lower estimate."""

    by_certainty: Counter[Certainty] = field(default_factory=Counter[Certainty])
    whole: int = 0
    different: int = 0

    @property
    def cells(self) -> int:
        return sum(self.by_certainty.values())

    @property
    def only_shaped(self) -> bool:
        """Whether nothing but the format speaks for any of them."""
        return self.best == Certainty.SUSPECT

    @property
    def best(self) -> Certainty:
        return max(self.by_certainty)


def decide(
    name: str,
    suggested: Sequence[str],
    counts: Mapping[str, Count],
    cells: int,
    blank: int,
    detectors: Registry,
) -> ColumnReport:
    """The report of a column of ``cells`` cells that are not blank."""
    lucky = {kind for kind, count in counts.items() if _by_luck(count, kind in suggested)}
    counts = {
        kind: count
        for kind, count in counts.items()
        if not (detectors[kind].denied(name) and (kind in lucky or count.only_shaped))
    }
    lucky &= counts.keys()
    best: tuple[Certainty, float, int] | None = None
    chosen: str | None = None
    for kind, count in counts.items():
        certainty = (
            Certainty.SUSPECT
            if kind in lucky
            else _certainty(count, cells, kind in suggested, detectors[kind])
        )
        if certainty is None:
            continue
        key = (certainty, count.cells / cells, -detectors.ranks[kind])
        if best is None or key > best:
            best, chosen = key, kind
    tallies = tuple(
        Tally(kind, certainty, number, min(number, count.whole), number / cells)
        for kind, count in sorted(counts.items())
        for certainty, number in sorted(count.by_certainty.items(), reverse=True)
    )
    return ColumnReport(
        name=name,
        detector=chosen,
        certainty=best[0] if best else None,
        cells=cells,
        blank=blank,
        share=best[1] if best else 0.0,
        tallies=tallies,
        suggested=tuple(suggested),
        lucky=tuple(sorted(lucky)),
    )


def _by_luck(count: Count, suggested: bool) -> bool:
    """Whether what passed a checksum is no more than luck among numbers of the same shape."""
    certain, shaped = count.by_certainty[Certainty.CERTAIN], count.cells
    return bool(certain) and not suggested and shaped >= FEW and certain / shaped < LUCK


def _certainty(count: Count, cells: int, suggested: bool, detector: Detector) -> Certainty | None:
    """What a kind is to the column: None when it describes too few of its cells."""
    whole = count.whole / cells
    sure = count.by_certainty[Certainty.CERTAIN] + count.by_certainty[Certainty.PROBABLE]
    if suggested and whole >= NAMED:
        certain = count.by_certainty[Certainty.CERTAIN] >= MOST * count.cells
        return Certainty.CERTAIN if certain else Certainty.PROBABLE
    if whole < MOST:
        return None
    if sure >= MOST * count.cells:
        certain = count.by_certainty[Certainty.CERTAIN] >= MOST * count.cells
        return Certainty.CERTAIN if certain else Certainty.PROBABLE
    raised = whole >= NEARLY_ALL and count.different >= FEW and detector.chance <= UNLIKELY
    return Certainty.PROBABLE if raised else Certainty.SUSPECT
