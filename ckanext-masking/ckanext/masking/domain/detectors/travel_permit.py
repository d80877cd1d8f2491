"""Permits for travel between the mainland, Hong Kong, Macao and Taiwan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.words import Cue

# Notices of the National Immigration Administration. To the mainland: H (Hong Kong) or M (Macao)
# with eight digits, before 2013 with ten; from Taiwan eight digits, before 2015 ten and a letter.
# From the mainland: C with eight digits or a letter and seven, before 2014 W with eight; to Taiwan
# L with eight, before 2016 T with eight.
LETTERED: Final = r"[HM][0-9]{8}(?:[0-9]{2})?|[CWLT][0-9]{8}|C[A-HJ-NP-Z][0-9]{7}"
NUMBERS: Final = r"[0-9]{10}(?:\([A-Z]\)|[A-Z])|[0-9]{8}"
_WORDS = (
    "通行证", "回乡证", "台胞证", "来往内地", "往来港澳", "往来台湾", "来往大陆", "travel permit",
    "home return permit", "mtp", "txz", "txzh", "hxz", "tbz", "证件",
)  # fmt: skip
_NAMED = tuple(word for word in _WORDS if word != "证件")
_LETTERED = re.compile(rf"(?<![A-Za-z0-9])(?:{LETTERED})(?![A-Za-z0-9])", re.IGNORECASE)
_NUMBERS = re.compile(rf"(?<![A-Za-z0-9])(?:{NUMBERS})(?![A-Za-z0-9])", re.IGNORECASE)


class TravelPermit(Detector):
    name = "travel_permit"
    zh = "往来通行证号"
    en = "travel permit of Hong Kong, Macao, Taiwan or the mainland"
    sensitivity = Sensitivity.DIRECT
    headers = Headers(_NAMED, ("类型", "有效期", "type", "车辆", "数量", "办理"))
    rank = 32
    chance = 0.05
    trigger = (
        r"(?:^|[^A-Za-z0-9])[HMCWLThmcwlt][A-Za-z]?[0-9]{7,10}(?:$|[^A-Za-z0-9])"
        r"|通行|回乡|台胞|来往|往来|(?i:permit|txz|hxz|tbz|mtp)"
    )
    _cue = Cue.of(_WORDS)
    _named = Cue.of(_NAMED)

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Probable: behind a word for such a permit. One with its letter is a suspect without."""
        for match in _LETTERED.finditer(seen.text):
            weight = self._cue.weigh(seen, *match.span())
            if weight >= 0:
                certainty = Certainty.PROBABLE if weight else Certainty.SUSPECT
                yield seen.finding(self.name, *match.span(), certainty)
        for match in _NUMBERS.finditer(seen.text):
            if self._named.weigh(seen, *match.span()) > 0:
                yield seen.finding(self.name, *match.span(), Certainty.PROBABLE)


DETECTOR = TravelPermit()
