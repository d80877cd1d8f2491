"""Reads which department lies in which division from a file, for sites whose form does not say.

The file has divisions by their code (GB/T 2260, or any word), each with the one that it lies in,
and departments by their name or id::

    divisions: 1
    places:
      "520000": {level: province, name: 贵州省}
      "520100": {level: city, name: 贵阳市, in: "520000"}
      "520102": {level: county, name: 南明区, in: "520100"}
    departments:
      guiyang-water: "520100"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from ckanext.openindex.domain.facts import Level
from govopen_common.lined_yaml import Faults, parse
from govopen_common.problem import Rejected
from govopen_common.section import Section

FORMAT: Final = 1
LEVELS: Final[tuple[Level, ...]] = ("town", "county", "city", "province")
"""The levels from below; a division lies in one of a level further up."""


@dataclass(frozen=True, slots=True)
class Place:
    """A division: its code, its level, and its name."""

    code: str
    level: Level
    name: str


@dataclass(frozen=True, slots=True)
class Divisions:
    """``paths`` has the divisions of each department, by name or id, from the nearest up."""

    paths: Mapping[str, tuple[Place, ...]]

    def of(self, *names: str) -> tuple[Place, ...]:
        """The divisions of the department that has one of ``names``; empty for an unknown one."""
        return next((self.paths[name] for name in names if name in self.paths), ())


def read_divisions(text: str, name: str) -> Divisions:
    """The divisions of YAML ``text``; ``name`` is what problems call the file.

    Raises ``Rejected`` with every fault, each with its line.
    """
    faults = Faults(name, "divisions")
    top = parse(text, faults)
    found = None if top is None else _divisions(top.only("divisions", "places", "departments"))
    if found is None or faults.found:
        raise Rejected(*faults.in_order())
    return found


def _divisions(top: Section) -> Divisions:
    if top.need("divisions") and top.plain("divisions") != FORMAT:
        top.fault("divisions", "目前只有格式 1，请写 divisions: 1", "only format 1 exists; write 1")
    top.need("places")
    places, above = _places(top)
    known: dict[str, tuple[Place, ...]] = {}
    for department, code in top.table("departments").items():
        if code not in places:
            zh = f"places 中没有代码 {code}，请补充或改正"
            en = f"places has no code {code}; add it or correct this"
            top.fault("departments", f"{department}：{zh}", f"{department}: {en}")
        known[department] = tuple(_upward(code, places, above))
    return Divisions(known)


def _places(top: Section) -> tuple[dict[str, Place], dict[str, str]]:
    whole = top.section("places")
    places: dict[str, Place] = {}
    above: dict[str, str] = {}
    for code in whole.names if whole is not None else ():
        part = whole.section(code, ("level", "name", "in")) if whole is not None else None
        if part is None or not (part.need("level") and part.need("name")):
            continue
        level = part.choice("level", LEVELS, "county")
        places[code] = Place(code, cast("Level", level), part.text("name", most=100))
        above[code] = part.text("in")
        if level == "province" and any(
            one.level == "province" and one.code != code for one in places.values()
        ):
            part.fault("level", "只能有一个省", "there can be one province only")
    if whole is not None:
        _check(whole, places, above)
    return places, above


def _check(whole: Section, places: Mapping[str, Place], above: Mapping[str, str]) -> None:
    """Each lies in a known one of a level further up, so no way up is endless."""
    for code, parent in above.items():
        if not parent:
            continue
        if parent not in places:
            zh = f"in 所指的 {parent} 不在 places 中，请补充或改正"
            whole.fault(code, zh, f"lies in {parent}, which is not in places; add or correct it")
        elif LEVELS.index(places[parent].level) <= LEVELS.index(places[code].level):
            zh = f"in 所指的 {parent} 级别不高于它，请改正"
            whole.fault(code, zh, f"lies in {parent}, which is of no higher level; correct it")


def _upward(code: str, places: Mapping[str, Place], above: Mapping[str, str]) -> list[Place]:
    """The division with ``code`` and those it lies in; it ends where a fault was noted."""
    found: list[Place] = []
    while code in places and len(found) < len(LEVELS):
        found.append(places[code])
        code = above[code]
    return found
