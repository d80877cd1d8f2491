"""A text as a detector looks at it: disguises seen through, with the way back to each place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ckanext.masking.domain.finding import Certainty, Finding
from ckanext.masking.domain.scanning.fold import fold, spaced

MOST: Final = 65_536
"""Characters of one text that are looked at together; longer ones are cut with an overlap."""
NEAR: Final = 24
"""Characters before a value in which a word tells what it is: two labels of a form fit in."""
_GROUP = re.compile(r"[0-9]+")
_JOINT = re.compile(r"[ \-._·()]{1,3}")
_MOST_JOINT: Final = 3


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring groups of digits read as one number; ``joints`` are what stood between."""

    digits: str = field(repr=False)
    start: int
    end: int
    groups: tuple[int, ...]
    joints: tuple[str, ...]


class Seen:
    """One text and what is around it.

    ``text`` is folded: compare with it and take places from it; :meth:`finding` turns them into
    places of the original. ``header`` is the name of the column or field that holds the text.
    """

    __slots__ = ("_groups", "_places", "header", "text")

    def __init__(self, text: str, header: str = "") -> None:
        """Raises ValueError when ``text`` is longer than :data:`MOST`."""
        if len(text) > MOST:
            raise ValueError(f"a text of {len(text)} characters; cut it at {MOST}")
        self.text, self._places = fold(text)
        self.header = spaced(fold(header[: NEAR * 4])[0])
        self._groups: list[tuple[int, int]] | None = None

    def __repr__(self) -> str:
        return f"Seen({len(self.text)} characters)"

    def finding(self, detector: str, start: int, end: int, certainty: Certainty) -> Finding:
        """The finding for the folded places ``start`` to ``end``."""
        if self._places is not None:
            start, end = self._places[start][0], self._places[end - 1][1]
        return Finding(start, end, detector, certainty)

    def before(self, start: int, width: int = NEAR) -> str:
        """The folded characters before ``start``."""
        return self.text[max(0, start - width) : start]

    def after(self, end: int, width: int = NEAR) -> str:
        """The folded characters from ``end`` on."""
        return self.text[end : end + width]

    def windows(self, shortest: int, longest: int) -> Iterator[Window]:
        """Numbers of so many digits, made of whole groups of digits that stand close together.

        From each group at most ``longest`` others are looked at, so that the work is linear in
        the length of the text.
        """
        groups = self.groups()
        for first, (start, end) in enumerate(groups):
            digits, widths, joints = self.text[start:end], [end - start], list[str]()
            following = first + 1
            while len(digits) <= longest:
                if len(digits) >= shortest:
                    yield Window(digits, start, end, tuple(widths), tuple(joints))
                if following == len(groups):
                    break
                joint = self.text[end : groups[following][0]]
                if len(joint) > _MOST_JOINT or not _JOINT.fullmatch(joint):
                    break
                begin, end = groups[following]
                digits += self.text[begin:end]
                widths.append(end - begin)
                joints.append(joint)
                following += 1

    def groups(self) -> list[tuple[int, int]]:
        """The places of all runs of digits."""
        if self._groups is None:
            self._groups = [match.span() for match in _GROUP.finditer(self.text)]
        return self._groups
