"""Residence permits of residents of Hong Kong, Macao and Taiwan.

Their numbers are built like resident identity numbers with the codes 810000, 820000 and 830000
(港澳台居民居住证申领发放办法, State Council 2018 No. 81, article 6; GB 11643).
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning.numbers import IDENTITY_WORDS, identities, identity
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.words import Cue

CODES = ("810000", "820000", "830000")
_WORDS = ("居住证", "港澳台", "港澳居民", "台湾居民", "residence permit", "jzz", "jzzh")


class ResidencePermit(Detector):
    name = "residence_permit"
    zh = "港澳台居民居住证号"
    en = "residence permit of Hong Kong, Macao or Taiwan"
    sensitivity = Sensitivity.DIRECT
    headers = Headers(_WORDS, ("类型", "类别", "type"))
    rank = 11
    chance = 0.0001
    digits = 17
    trigger = r"8[-._· ()（）]{0,3}[123](?:[-._· ()（）]{0,3}0){4}(?:[-._· ()（）]{0,3}[0-9]){11}"
    _cue = Cue.of((*_WORDS, *IDENTITY_WORDS))

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Certain: code, date and checksum. A wrong checksum is a suspect, probable by words."""
        for found in identities(seen):
            if not found.born or not found.number.startswith(CODES):
                continue
            if found.sound:
                certainty = Certainty.CERTAIN
            elif self._cue.weigh(seen, found.start, found.end) > 0:
                certainty = Certainty.PROBABLE
            else:
                certainty = Certainty.SUSPECT
            yield seen.finding(self.name, found.start, found.end, certainty)

    def whole(self, cell: pl.Expr, suggested: bool) -> pl.Expr:
        lesser = Certainty.PROBABLE if suggested else Certainty.SUSPECT
        return identity(cell, "8[1-3]0000", lesser)


DETECTOR = ResidencePermit()
