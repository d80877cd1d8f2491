"""What a scan tells of a column: counts by kind, never values."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.masking.domain.finding import Certainty


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
    likeliest first.
    """

    name: str
    detector: str | None
    certainty: Certainty | None
    cells: int
    blank: int
    share: float
    tallies: tuple[Tally, ...] = ()
    suggested: tuple[str, ...] = ()

    @property
    def inside(self) -> tuple[str, ...]:
        """Kinds that stand inside longer texts of this column, so that cells must be searched."""
        return tuple(sorted({t.detector for t in self.tallies if t.cells > t.whole}))
