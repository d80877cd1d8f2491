"""Resident identity numbers of 18 and 15 digits (GB 11643-1999)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import polars as pl
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning import checks
from ckanext.masking.domain.scanning.numbers import IDENTITY_WORDS, identities, identity
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.words import ORDERS, OTHER_NUMBERS, Cue

# Provinces of GB/T 2260; 71 is Taiwan. The four digits behind them are not checked: counties come
# and go, and a number keeps the code of the day it was given.
PROVINCE = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71"
_PROVINCE = re.compile(PROVINCE)
_FLOAT = re.compile(r"(?<![0-9.])([1-7])\.([0-9]{14,17})[Ee]\+?17(?![0-9])")
_DENIED: Final = Cue.of(IDENTITY_WORDS, OTHER_NUMBERS, header_denies=False)
_OTHER_CARDS = re.compile(f"8[1-3]0000|9(?:{PROVINCE})")


class ResidentId(Detector):
    name = "resident_id"
    zh = "居民身份证号"
    en = "resident identity number"
    sensitivity = Sensitivity.DIRECT
    headers = Headers(
        IDENTITY_WORDS, ("类型", "类别", "type", "照片", "有效期", "发证", "统一社会信用")
    )
    rank = 10
    # Fifteen digits by chance: 33 of 100 provinces, 372 of 10,000 days.
    chance = 0.02
    digits = 15
    trigger = r"[0-9](?:[-._· ()（）]{0,3}[0-9]){14}|[1-7]\.[0-9]{14,17}[Ee]\+?17"
    _cue = Cue.of(IDENTITY_WORDS, ORDERS, header_denies=False)

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Certain: checksum, date, province. A wrong checksum is a suspect, probable by words."""
        for found in identities(seen):
            if not found.born or _OTHER_CARDS.match(found.number):
                continue
            certainty = self._judge(
                self._cue.weigh(seen, found.start, found.end),
                bool(_PROVINCE.match(found.number)),
                found.sound,
                found.joined,
            )
            if certainty:
                yield seen.finding(self.name, found.start, found.end, certainty)
        yield from self._first_generation(seen)
        yield from self._as_number(seen)

    @staticmethod
    def _judge(weight: int, province: bool, sound: bool, joined: bool) -> Certainty | None:
        if sound and province:
            return Certainty.SUSPECT if weight < 0 else Certainty.CERTAIN
        if sound:
            return Certainty.PROBABLE if weight > 0 or (not joined and weight == 0) else None
        if weight > 0:
            return Certainty.PROBABLE
        return Certainty.SUSPECT if province and not joined and weight == 0 else None

    def _first_generation(self, seen: Seen) -> Iterator[Finding]:
        """Fifteen digits, given until 1999: no checksum, the year of birth has two digits."""
        for window in seen.windows(15, 15):
            digits = window.digits
            if not (_PROVINCE.match(digits) and checks.born("19" + digits[6:12])):
                continue
            weight = self._cue.weigh(seen, window.start, window.end)
            if weight > 0:
                yield seen.finding(self.name, window.start, window.end, Certainty.PROBABLE)
            elif weight == 0 and not window.joints:
                yield seen.finding(self.name, window.start, window.end, Certainty.SUSPECT)

    def _as_number(self, seen: Seen) -> Iterator[Finding]:
        """As programs print floating numbers, 1.1010519491231E17: the last digits are lost."""
        for match in _FLOAT.finditer(seen.text):
            digits = (match[1] + match[2]).ljust(14, "0")
            if _PROVINCE.match(digits) and checks.born(digits[6:14]):
                weight = self._cue.weigh(seen, *match.span())
                if weight >= 0:
                    certainty = Certainty.PROBABLE if weight else Certainty.SUSPECT
                    yield seen.finding(self.name, *match.span(), certainty)

    def denied(self, header: str) -> bool:
        return _DENIED.speaks_against(header)

    def whole(self, cell: pl.Expr, suggested: bool) -> pl.Expr:
        older = rf"^(?:{PROVINCE})[0-9]{{6}}(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])[0-9]{{3}}$"
        lesser = Certainty.PROBABLE if suggested else Certainty.SUSPECT
        return identity(cell, rf"(?:{PROVINCE})[0-9]{{4}}", lesser, older)


DETECTOR = ResidentId()
