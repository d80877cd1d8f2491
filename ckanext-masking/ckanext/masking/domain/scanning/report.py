"""What a scan tells of a column: counts by kind, never values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ckanext.masking.domain.finding import Certainty, Finding


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cells of a column hold a value of one kind.

    ``whole`` of the ``cells`` hold nothing else; the others have it inside a longer text. A cell
    with several of a kind counts once, with the best certainty. ``share`` is of the cells that
    are not blank.
    """

    detector: str
    certainty: Certainty
    cells: int
    whole: int
    share: float


@dataclass(frozen=True, slots=True)
class ColumnReport:
    """What a column is, as far as its header and its cells tell.

    ``detector`` is None when no kind describes the column as a whole; ``tallies`` still says what
    single cells hold. ``certainty`` is the column's, after the vote. ``cells`` are those looked
    at that are not blank, ``blank`` the others. ``suggested`` are the kinds the header names, the
    likeliest first. ``lucky`` are kinds of which
    no more cells pass the checksum than luck lets pass: other numbers of the same shape.
    """

    name: str
    detector: str | None
    certainty: Certainty | None
    cells: int
    blank: int
    share: float
    tallies: tuple[Tally, ...] = ()
    suggested: tuple[str, ...] = ()
    lucky: tuple[str, ...] = ()

    @property
    def inside(self) -> tuple[str, ...]:
        """Kinds that stand inside longer texts of this column, so that cells must be searched."""
        return tuple(sorted({t.detector for t in self.tallies if t.cells > t.whole}))

    def with_more(self, other: ColumnReport) -> ColumnReport:
        """This report with the tallies of ``other``, which saw more cells of the same column."""
        base = self if self.detector else replace(other, suggested=self.suggested)
        cells = self.cells + other.cells
        counts: dict[tuple[str, Certainty], tuple[int, int]] = {}
        for one in (*self.tallies, *other.tallies):
            number, whole = counts.get((one.detector, one.certainty), (0, 0))
            counts[one.detector, one.certainty] = (number + one.cells, whole + one.whole)
        tallies = tuple(
            Tally(kind, certainty, number, whole, number / cells)
            for (kind, certainty), (number, whole) in counts.items()
        )
        return replace(base, cells=cells, blank=self.blank + other.blank, tallies=tallies)

    def settle(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Findings in a cell of this column, with the certainty that the vote gives them."""
        return tuple(replace(f, certainty=self._settled(f)) for f in findings)

    def _settled(self, finding: Finding) -> Certainty:
        if finding.detector in self.lucky:
            return Certainty.SUSPECT
        if finding.detector == self.detector and self.certainty:
            raised = min(self.certainty, Certainty.PROBABLE)
            return max(finding.certainty, raised)
        return finding.certainty
