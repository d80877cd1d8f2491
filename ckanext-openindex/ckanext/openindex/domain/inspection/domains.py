"""Reads the value domain (值域) of a data element, as far as it leaves no doubt.

The guide lets it be written freely. Understood are lists (``男、女``; ``1-男；2-女``, where code,
name and both together are values), ranges (``0至100``) and lengths of digits (``6位数字``). What
else is written there, a reference to a standard or a list that ends with 等, bounds nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 20
"""Characters of an entry: what is longer is a sentence."""
_NUMBER: Final = r"[+-]?\d{1,15}(?:\.\d{1,9})?"
_RANGE: Final = re.compile(rf"({_NUMBER})\s*(?:至|到|～|~|—|–)\s*({_NUMBER})")
_DIGITS: Final = re.compile(r"(\d{1,3})\s*位数字")
_BETWEEN: Final = re.compile(r"[、；;|]")
_CODED: Final = re.compile(r"([0-9A-Za-z]{1,8})\s*[-－:：=.]\s*(\S{1,20})")
_SENTENCE: Final = re.compile(
    r"[，。！？（）()《》“”\s]|等$|^(?:见|按|参照|参见|符合|如|例如|详见)"
)


@dataclass(frozen=True, slots=True)
class Domain:
    """``values`` alone, numbers from ``least`` to ``most``, or so many ``digits``."""

    values: frozenset[str] = frozenset()
    least: float | None = None
    most: float | None = None
    digits: int | None = None

    def holds(self, cell: str) -> bool:
        """Whether a cell that is not blank lies in it."""
        if self.values:
            return cell in self.values
        if self.digits is not None:
            return len(cell) == self.digits and cell.isascii() and cell.isdigit()
        if self.least is not None and self.most is not None:
            return self._between(cell, self.least, self.most)
        return True

    def _between(self, cell: str, least: float, most: float) -> bool:
        try:
            return least <= float(cell.replace(",", "")) <= most
        except ValueError:
            return False


def read(text: str) -> Domain | None:
    """The domain that ``text`` describes; None where it does not bound anything for sure."""
    plain = text.strip().rstrip("。")
    if found := _RANGE.fullmatch(plain):
        least, most = float(found[1]), float(found[2])
        return Domain(least=least, most=most) if least < most else None
    if found := _DIGITS.fullmatch(plain):
        return Domain(digits=int(found[1]))
    entries = [one.strip() for one in _BETWEEN.split(plain)]
    if len(entries) < 2 or any(not one or _unsure(one) for one in entries):
        return None
    values = set(entries)
    for one in entries:
        if coded := _CODED.fullmatch(one):
            values |= {coded[1], coded[2]}
    return Domain(frozenset(values))


def _unsure(entry: str) -> bool:
    return len(entry) > LONGEST or bool(_SENTENCE.search(entry))
