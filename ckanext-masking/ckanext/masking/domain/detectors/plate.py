"""Vehicle plates (GA 36-2018) of every kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning import checks
from ckanext.masking.domain.scanning.seen import Seen

_PROVINCE = "[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新]"
_ANY = "[A-HJ-NP-Z0-9]"  # I and O are not given: they look like 1 and 0
_GAP = "[ ·.-]{0,2}"
# GA 36-2018, 4.5 and annex A: five characters with at most two letters; new energy has six, with
# one of A to K at the beginning, or D or F at the end.
_ORDINARY = (
    f"{_PROVINCE}{_GAP}[A-HJ-NP-Z]{_GAP}"
    f"(?=(?:[0-9]{{0,5}}[A-HJ-NP-Z]){{0,2}}[0-9]{{0,5}}(?![A-Z0-9])){_ANY}{{5}}"
)
_ENERGY = f"{_PROVINCE}{_GAP}[A-HJ-NP-Z]{_GAP}(?:[A-HJK]{_ANY}[0-9]{{4}}|[0-9]{{5}}[DF])"
_MARKED = f"{_PROVINCE}{_GAP}[A-Z]{_GAP}[0-9]{_ANY}{{3}}{_GAP}[警学挂港澳领试超]"
_CROSSING = f"粤{_GAP}Z{_GAP}{_ANY}{{4}}{_GAP}[港澳]"
_POLICE = f"{_PROVINCE}{_GAP}O{_GAP}{_ANY}{{5}}"
_RESCUE = f"{_PROVINCE}{_GAP}X{_GAP}[0-9]{{4}}应急"
_EMBASSY = "(?<![行大公天特])使 ?[0-9]{3}[ ·.-]?[0-9]{3}|[0-9]{6}使"
_ARMED = f"WJ ?{_PROVINCE}? ?[·.-]? ?[0-9]{{4}}[0-9XBTSHJD]"
_SHAPE = f"{_ENERGY}|{_MARKED}|{_CROSSING}|{_POLICE}|{_RESCUE}|{_EMBASSY}|{_ARMED}|{_ORDINARY}"
_PLATE = re.compile(f"(?<![A-Za-z0-9])(?:{_SHAPE})(?![A-Za-z0-9])", re.IGNORECASE)
_WHOLE = (
    f"^{_PROVINCE}[A-HJ-NP-Z]·?"
    "(?:[0-9]{5}|[A-HJ-NP-Z][0-9]{4}|[0-9]{4}[A-HJ-NP-Z]|[DF][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DF])$"
)

_WORDS = (
    "车牌", "号牌", "车号", "车辆号码", "plate", "plate no", "license plate", "plate number",
    "car no", "cph", "cphm", "hphm", "chepai",
)  # fmt: skip


class Plate(Detector):
    name = "plate"
    zh = "车牌号"
    en = "vehicle plate"
    sensitivity = Sensitivity.DIRECT
    headers = Headers(_WORDS, ("类型", "颜色", "种类", "type", "color", "数量"))
    rank = 31
    chance = 0.0001
    trigger = (
        "[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新] ?·?[A-Za-z]|[使急]|WJ|wj"
    )

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Certain: nothing else is written like it."""
        for match in _PLATE.finditer(seen.text):
            yield seen.finding(self.name, *match.span(), Certainty.CERTAIN)

    def whole(self, cell: pl.Expr, suggested: bool) -> pl.Expr:
        return checks.graded((cell.str.contains(_WHOLE), Certainty.CERTAIN))


DETECTOR = Plate()
