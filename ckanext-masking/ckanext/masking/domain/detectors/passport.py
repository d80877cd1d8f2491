"""Passports: Chinese ones of every kind, of Hong Kong and Macao, and foreign ones by words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.words import Cue

# Notices of the National Immigration Administration: ordinary G and E with eight digits, or E, a
# letter (not I, O) and seven; of before 2007 14 and 15 with seven digits; official D, P, S with
# seven or eight, DE, PE, SE with seven; Hong Kong K, KJ, H; Macao MA, MB.
CHINESE: Final = (
    r"[EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|1[45][0-9]{7}|[DPS][0-9]{7,8}|[DPS]E[0-9]{7}"
    r"|H[0-9]{8}|K[A-Z]?[0-9]{8}|M[AB][0-9]{7}"
)
# ICAO Doc 9303, part 4, machine-readable zone: up to nine letters and digits.
FOREIGN: Final = (
    r"[A-Z]{0,2}[0-9]{6,9}|[A-Z][0-9]{3}[A-Z0-9]{5}"
    r"|[0-9]{2}[A-Z]{2}[0-9]{5}|[CFGHJK][CFGHJKLMNPRTVWXYZ0-9]{8}"
)
_WORDS = ("护照", "护照号", "旅行证件", "passport", "passport no", "passport number", "hz", "hzh",
          "hzhm", "huzhao", "证件")  # fmt: skip
_NAMED = ("护照", "passport", "hzh", "hzhm", "huzhao")
_NUMBER = re.compile(rf"(?<![A-Za-z0-9])(?:{CHINESE}|{FOREIGN})(?![A-Za-z0-9])", re.IGNORECASE)
_CHINESE = re.compile(CHINESE, re.IGNORECASE)
# An ordinary number as people read it out: its letter and digits in groups.
_SPACED = re.compile(
    r"(?<![A-Za-z0-9])[EG][ -](?:[0-9]{4}[ -][0-9]{4}|[0-9]{8})(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])[EG][0-9]{4}[ -][0-9]{4}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
# The same: the first line of the machine-readable zone.
_ZONE = re.compile(
    r"P[A-Z<][A-Z]{3}[A-Z]{2,39}<[A-Z<]{5,39}\s{0,2}"
    r"(?:[A-Z0-9<]{9}[0-9][A-Z]{3}[0-9]{7}[MF<][0-9]{7}[A-Z0-9<]{14}[0-9<]{2})?"
)


class Passport(Detector):
    name = "passport"
    zh = "护照号码"
    en = "passport number"
    sensitivity = Sensitivity.DIRECT
    headers = Headers(
        _NAMED, ("类型", "国别", "有效期", "签发", "type", "country", "expiry", "数量", "办理")
    )
    rank = 33
    chance = 0.05
    trigger = (
        r"(?:^|[^A-Za-z0-9])[EGDPSHKMegdpshkm][A-Za-z]?[0-9]{7,8}(?:$|[^A-Za-z0-9])"
        r"|护照|证件|旅行证|P<|(?i:passport|huzhao|hzh)"
    )
    _cue = Cue.of(_WORDS)
    _named = Cue.of(_NAMED)

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Certain: a machine-readable line. Probable: a number behind a word for passport, in
        groups too. A number of a Chinese form with a letter in front is a suspect without words."""
        for match in _NUMBER.finditer(seen.text):
            chinese = bool(_CHINESE.fullmatch(match.group()))
            weight = (self._cue if chinese else self._named).weigh(seen, *match.span())
            if weight > 0:
                yield seen.finding(self.name, *match.span(), Certainty.PROBABLE)
            elif weight == 0 and chinese and match.group()[0].isalpha():
                yield seen.finding(self.name, *match.span(), Certainty.SUSPECT)
        for match in _SPACED.finditer(seen.text):
            if self._named.weigh(seen, *match.span()) > 0:
                yield seen.finding(self.name, *match.span(), Certainty.PROBABLE)
        for match in _ZONE.finditer(seen.text):
            yield seen.finding(self.name, *match.span(), Certainty.CERTAIN)


DETECTOR = Passport()
