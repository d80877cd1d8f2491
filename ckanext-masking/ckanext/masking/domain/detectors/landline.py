"""Landline numbers of mainland China, with area code and extension."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.detectors.mobile import glued
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning import checks
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.words import Cue

# 电信网编号计划 (2017): 010 and 02x have two or three digits, all others four with the 0.
AREA = (
    "010|02[0-57-9]|03[1-9][0-9]|04[1-8][0-9]|05[1-9][0-9]|06[36][0-9]|07[0-79][0-9]|08[1-9][0-9]"
    "|09[0-9]{2}"
)
_WORDS = (
    "电话", "固定电话", "座机", "联系电话", "办公电话", "住宅电话", "家庭电话", "传真", "联系方式",
    "总机", "分机", "tel", "telephone", "phone", "landline", "fax", "office phone", "home phone",
    "gddh", "zj", "bgdh", "zzdh", "lxdh", "dh", "cz", "phone no", "tel no",
)  # fmt: skip
_EXTENSION = (
    r"(?:(?: ?(?:转|分机|ext\.?|x|#)[: ]{0,2}|-)[0-9]{1,5}(?![0-9])"
    r"|\((?:转|分机|ext\.?) ?:?[0-9]{1,5}\))?"
)
_NUMBER = re.compile(
    rf"(?P<country>\(?(?:\+|00) ?86\)?[ -]?|(?<![0-9A-Za-z.-])86-(?=[1-9][0-9]{{1,2}}-))?\(?"
    rf"(?P<area>(?:{AREA})|(?<=86[ -])(?:10|2[0-57-9]|[3-9][0-9]{{2}}))"
    r"(?P<joint>\)[ -]?|[ ]?-[ ]?| )?(?P<line>[2-8][0-9]{3}[ -]?[0-9]{3,4})(?![0-9])" + _EXTENSION,
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"(?<![0-9.\-])[2-8][0-9]{2,3}[ -]?[0-9]{4}(?![0-9])(?!\.[0-9])" + _EXTENSION, re.I
)

_ABROAD = re.compile(r"\+[0-9 ()-]{1,7}$")


class Landline(Detector):
    name = "landline"
    zh = "固定电话号码"
    en = "landline number"
    sensitivity = Sensitivity.DIRECT
    headers = Headers(_WORDS, ("类型", "type", "费", "数量", "区号"))
    rank = 25
    chance = 0.02
    trigger = (
        r"(?:^|[^0-9]|86)0(?:10|2[0-9]|[3-9][0-9]{2})[)） -]{0,4}[2-8][0-9]{2}"
        r"|86[)） -]{1,3}[1-9][0-9]{1,2}[)） -]"
        r"|(?:[电话机真联]|(?i:tel|phone|fax|dh|cz|landline)).{0,24}[2-8][0-9]{2,3}[ -]?[0-9]{4}"
    )
    _cue = Cue.of(_WORDS)

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Probable: area code set apart from the number, or words; a number without an area code by
        words only. Digits alone are a suspect. Service numbers (400, 800, 95xxx) are nobody's."""
        for match in _NUMBER.finditer(seen.text):
            start, end = match.span()
            if (
                seen.before(start, 1).isdigit()
                or _ABROAD.search(seen.before(start, 8))
                or not _length(match["area"], match["line"])
            ):
                continue
            weight = self._cue.weigh(seen, start, end)
            if weight < 0 or (weight == 0 and glued(seen, start, end)):
                continue
            apart = match["joint"] or match["country"]
            certainty = Certainty.PROBABLE if weight or apart else Certainty.SUSPECT
            yield seen.finding(self.name, start, end, certainty)
        for match in _LOCAL.finditer(seen.text):
            if (
                glued(seen, *match.span())
                or _ABROAD.search(seen.before(match.start(), 8))
                or self._cue.weigh(seen, *match.span()) <= 0
            ):
                continue
            yield seen.finding(self.name, *match.span(), Certainty.PROBABLE)

    def whole(self, cell: pl.Expr, suggested: bool) -> pl.Expr:
        long = "010|02[0-57-9]"
        apart = cell.str.contains(rf"^(?:{AREA})-[2-8][0-9]{{6,7}}$")
        short = cell.str.contains(rf"^(?:{long})-?[0-9]{{7}}$")
        run = cell.str.contains(rf"^(?:{AREA})[2-8][0-9]{{6,7}}$")
        lesser = Certainty.PROBABLE if suggested else Certainty.SUSPECT
        return checks.graded((apart & ~short, Certainty.PROBABLE), (run & ~short, lesser))


def _length(area: str, line: str) -> bool:
    """Eight digits behind 010 and 02x, seven or eight behind the others."""
    digits = sum(char.isdigit() for char in line)
    return digits == 8 or (digits == 7 and len(area.lstrip("0")) > 2)


DETECTOR = Landline()
