"""Telephone numbers of other countries and of Hong Kong, Macao and Taiwan, written with a plus."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.words import Cue

_PLUS = re.compile(
    r"(?<![0-9A-Za-z+])(?:\+|00(?=[1-9])) ?[1-9][0-9]{0,3}(?:[ \-.()]{0,2}[0-9]){5,13}(?![0-9])"
)

_WORDS = ("境外电话", "境外联系电话", "国际电话", "港澳电话", "海外电话")


class ForeignPhone(Detector):
    name = "foreign_phone"
    zh = "境外电话号码"
    en = "telephone number outside the mainland"
    sensitivity = Sensitivity.DIRECT
    headers = Headers(_WORDS)
    rank = 26
    chance = 0.3
    trigger = r"(?:\+|(?:^|[^0-9A-Za-z])00) ?[1-9][0-9]{0,3}(?:[ \-.()]{0,2}[0-9]){5}"

    _cue = Cue.of(
        (*_WORDS, "电话", "手机", "联系", "拨打", "tel", "phone", "mobile", "fax", "whatsapp")
    )

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Probable: a plus, and a number that its country's plan allows (ITU-T E.164, as kept by
        Google's libphonenumber); of a possible length by words."""
        for match in _PLUS.finditer(seen.text):
            written = match.group()
            if not written.startswith("+"):
                written = "+" + written[2:]
            try:
                number = phonenumbers.parse(written)
            except phonenumbers.NumberParseException:
                continue
            if number.country_code == 86:
                continue
            weight = self._cue.weigh(seen, *match.span())
            plus = match.group()[0] == "+"
            if phonenumbers.is_valid_number(number):
                if weight >= 0:
                    certainty = Certainty.PROBABLE if plus or weight else Certainty.SUSPECT
                    yield seen.finding(self.name, *match.span(), certainty)
            elif weight > 0 and plus and phonenumbers.is_possible_number(number):
                yield seen.finding(self.name, *match.span(), Certainty.PROBABLE)


DETECTOR = ForeignPhone()
