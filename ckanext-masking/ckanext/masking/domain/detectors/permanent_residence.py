"""Foreigners' permanent residence cards, of 15 characters (until 2023) and of 18 digits.

The card of 2023 begins with 9 and ends with the check digit of GB 11643; the one before it has
three letters of the nationality (ISO 3166-1), four digits of the place, the date of birth as
yymmdd and two more digits (National Immigration Administration, 2023,
新版外国人永久居留身份证机读信息规则, clauses 2 and 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.detectors.resident_id import PROVINCE
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning import checks
from ckanext.masking.domain.scanning.numbers import IDENTITY_WORDS, identities, identity
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.words import Cue

_WORDS = ("永久居留", "永居证", "居留证", "绿卡", "外国人", "permanent residence", "yjjlz")
_OLD = re.compile(
    rf"(?<![A-Za-z0-9])([A-Za-z]{{3}}) ?((?:{PROVINCE})\d{{2}}) ?(\d{{6}}) ?(\d{{2}})(?!\d)"
)
_NEW = re.compile(rf"9(?:{PROVINCE})")


class PermanentResidence(Detector):
    name = "permanent_residence"
    zh = "外国人永久居留身份证号"
    en = "foreigner's permanent residence card"
    sensitivity = Sensitivity.DIRECT
    headers = Headers(_WORDS, ("类型", "类别", "type", "人数", "数量"))
    rank = 12
    chance = 0.001
    digits = 12
    trigger = r"9(?:[-._· ()（）]{0,3}[0-9]){16}|[A-Za-z]{3} ?[0-9]{4} ?[0-9]{6} ?[0-9]{2}"
    _cue = Cue.of((*_WORDS, *IDENTITY_WORDS))

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Certain: 9, province, date and checksum. The old form is probable by words only: how its
        last digit is made is not published."""
        for found in identities(seen):
            if not (found.born and _NEW.match(found.number)):
                continue
            if found.sound:
                yield seen.finding(self.name, found.start, found.end, Certainty.CERTAIN)
            elif self._cue.weigh(seen, found.start, found.end) > 0:
                yield seen.finding(self.name, found.start, found.end, Certainty.PROBABLE)
        for match in _OLD.finditer(seen.text):
            day = match.group(3)
            if not (checks.born("19" + day) or checks.born("20" + day)):
                continue
            weight = self._cue.weigh(seen, match.start(), match.end())
            if weight >= 0:
                certainty = Certainty.PROBABLE if weight else Certainty.SUSPECT
                yield seen.finding(self.name, match.start(), match.end(), certainty)

    def whole(self, cell: pl.Expr, suggested: bool) -> pl.Expr:
        return identity(cell, rf"9(?:{PROVINCE})[0-9]{{3}}", 0)


DETECTOR = PermanentResidence()
