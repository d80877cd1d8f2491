"""What a detector is. A new one is one new module here with a ``DETECTOR``, or an entry point."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
from ckanext.masking.domain.finding import Finding, Sensitivity
from ckanext.masking.domain.scanning.seen import Seen

ENTRY_POINTS = "ckanext.masking.detectors"
"""The group under which another package names its :class:`Detector` objects."""


@dataclass(frozen=True, slots=True)
class Headers:
    """What the header of a column says.

    ``words`` suggest the detector and ``never`` speak against it. Chinese words are looked for
    anywhere in the header, Latin ones (English, pinyin, initials) as whole words of it, where
    ``idCard``, ``id_card`` and ``ID card`` are the same two words.
    """

    words: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class Detector(ABC):
    """Finds values of one kind. Objects are stateless and may be shared."""

    name: str
    """A stable word, as policies and reports have it: ``resident_id``."""
    zh: str
    en: str
    sensitivity: Sensitivity
    headers: Headers = Headers()
    rank: int = 50
    """Which of two findings of equal length and certainty stays: the lower one."""
    chance: float = 1.0
    """How often a value of the same shape that is something else passes the check (0 to 1, upper
    estimate). The vote of a column raises suspects only when this is small."""
    trigger: str = ""
    """A pattern in the syntax of Rust's ``regex`` crate: plain text (see :mod:`~..scanning.plain`)
    without a match holds nothing of this kind. Empty: always look."""

    digits: int = 0
    """How many digits close together (:func:`~..scanning.plain.close`) each text has in which
    ``trigger`` matches; 0 where that is not known. Cells are tested for it before the trigger,
    which is slow where digits abound."""

    @abstractmethod
    def find(self, seen: Seen) -> Iterator[Finding]:
        """The values in a text; the findings may overlap."""

    def denied(self, header: str) -> bool:
        """Whether a header says that what has only the shape, or passes by luck, is another kind of
        number. Findings of values are not asked about it: the vote of a column is."""
        return False

    def whole(self, cell: pl.Expr, suggested: bool) -> pl.Expr | None:
        """The certainty (0 for none) of cells that hold one value and nothing else, vectorised.

        ``cell`` is text without surrounding blanks; ``suggested`` says that the header names this
        kind. What it calls certain :meth:`find` must call certain as well; it may leave cells to
        :meth:`find` by answering 0. None: there is no such shortcut.
        """
        return None
