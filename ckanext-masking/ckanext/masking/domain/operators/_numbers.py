"""Numbers as they are typed into tables, read exactly and written back in their own manner."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ckanext.masking.domain.operators.base import BLANK

LONGEST: Final = 60
_NUMBER: Final = re.compile(
    r"([¥$€]?)([+-]?)((?:\d{1,3}(?:,\d{3})+|\d{1,38})(?:\.\d{1,18})?)(?:E([+-]?\d{1,2}))?(%?)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its manner: currency before, per cent after, thousands grouped, decimals."""

    value: Decimal
    before: str
    after: str
    grouped: bool
    decimals: int

    def write(self, value: Decimal) -> str:
        """``value``, in the manner of this number."""
        text = f"{value:,.{self.decimals}f}" if self.grouped else f"{value:.{self.decimals}f}"
        return f"{self.before}{text}{self.after}"

    @property
    def unit(self) -> Decimal:
        """One in the last place."""
        return Decimal(1).scaleb(-self.decimals)


def read_number(text: str) -> Number | None:
    """The number that ``text`` is, of any width of characters; None when it is none."""
    if len(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text.strip(BLANK)).replace("−", "-").upper()
    hit = _NUMBER.fullmatch(plain)
    if hit is None:
        return None
    before, sign, digits, exponent, after = hit.groups()
    value = Decimal(f"{sign}{digits.replace(',', '')}E{exponent or 0}")
    decimals = max(0, -int(value.as_tuple().exponent))
    return Number(value, before, after, "," in digits, decimals)
