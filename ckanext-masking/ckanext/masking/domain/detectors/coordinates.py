"""Places on the map: pairs of degrees inside China, exact enough to find a house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import polars as pl
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning import checks
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.words import Cue

# China reaches from 73.4 to 135.1 E and from 3.8 to 53.6 N; GCJ-02 moves a place by less than a
# kilometre, so that both systems have the same range. Three decimals are about 100 m.
_LONGITUDE: Final = r"(?:7[3-9]|[89][0-9]|1[0-2][0-9]|13[0-5])\.[0-9]{3,15}"
_LATITUDE: Final = r"(?:[4-9]|[1-4][0-9]|5[0-3])\.[0-9]{3,15}"
_BETWEEN = r"(?: ?[,;/|] ?| {1,2})(?:['\"]?(?:lat|lng|lon|latitude|longitude)['\"]?[:=] ?)?"
_PAIR = re.compile(
    rf"(?<![0-9.])(?:{_LONGITUDE}{_BETWEEN}{_LATITUDE}|{_LATITUDE}{_BETWEEN}{_LONGITUDE})(?![0-9.])"
)
_DEGREES = re.compile(
    r"(?:东经|北纬|[EN])? ?(?<![0-9.])[0-9]{1,3} ?[°度] ?[0-9]{1,2}(?:\.[0-9]{1,6})? ?['分′] ?"
    r"(?:[0-9]{1,2}(?:\.[0-9]{1,6})? ?(?:['\"秒″]|''))? ?[EN]?"
)
_SINGLE = re.compile(rf"(?<![0-9.])(?:{_LONGITUDE}|{_LATITUDE})(?![0-9.])")
_WORDS = (
    "经度", "纬度", "经纬度", "坐标", "定位", "东经", "北纬", "位置", "point", "lng", "lon", "lat",
    "longitude", "latitude", "coordinates", "coordinate", "location", "geo", "gps", "wgs", "gcj",
    "lnglat", "latlng", "jd", "wd", "jwd", "zb", "zuobiao", "jingdu", "weidu",
)  # fmt: skip
_AXES = (
    "经度", "纬度", "经纬度", "东经", "北纬", "lng", "lon", "lat", "longitude", "latitude",
    "jingdu", "weidu", "gps", "坐标",
)  # fmt: skip
_NEVER = (
    "价",
    "金额",
    "率",
    "温度",
    "湿度",
    "指数",
    "得分",
    "price",
    "rate",
    "amount",
    "score",
    "时间",
)


class Coordinates(Detector):
    name = "coordinates"
    zh = "经纬度坐标"
    en = "coordinates"
    sensitivity = Sensitivity.QUASI
    headers = Headers(_WORDS, _NEVER)
    rank = 61
    chance = 0.2
    trigger = (
        r"[0-9]\.[0-9]{3,15}(?: ?[,，;；/|] ?| {1,2}).{0,12}[0-9]\.[0-9]{3}|[°度] ?[0-9]"
        r"|(?:经|纬|坐标|(?i:lng|lon|lat|gps|jingdu|weidu)).{0,24}[0-9]\.[0-9]{3}"
    )
    _cue = Cue.of(_WORDS, _NEVER)
    _axes = Cue.of(_AXES, _NEVER)

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Probable: a pair, or one number behind the name of an axis; a pair without words is a
        suspect. Degrees, minutes and seconds are probable as they are."""
        taken = 0
        for match in _PAIR.finditer(seen.text):
            weight = self._cue.weigh(seen, *match.span())
            if weight >= 0:
                certainty = Certainty.PROBABLE if weight else Certainty.SUSPECT
                yield seen.finding(self.name, *match.span(), certainty)
                taken = match.end()
        for match in _DEGREES.finditer(seen.text):
            yield seen.finding(self.name, *match.span(), Certainty.PROBABLE)
        for match in _SINGLE.finditer(seen.text):
            if match.start() >= taken and self._axes.weigh(seen, *match.span()) > 0:
                yield seen.finding(self.name, *match.span(), Certainty.PROBABLE)

    def whole(self, cell: pl.Expr, suggested: bool) -> pl.Expr | None:
        if not suggested:
            return None
        found = cell.str.contains(f"^(?:{_LONGITUDE}|{_LATITUDE})$")
        return checks.graded((found, Certainty.PROBABLE))


DETECTOR = Coordinates()
