"""Departments of the demonstration province, from ``data/departments.yaml``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from demo.divisions import divisions
from demo.identifiers import credit_code
from demo.model import Department

SOURCE = Path(__file__).parent / "data" / "departments.yaml"

#: 30702601 is 部门 below 贵州省 in the 2017 classification snapshot; deeper levels are free.
CODE_ROOT = "30702601"

_PEOPLES = re.compile("布依族|苗族|侗族|彝族|水族|土家族|仡佬族")
_PLURAL = {"city": "cities", "county": "counties", "town": "towns"}


@cache
def departments() -> tuple[Department, ...]:
    """All departments, a parent before its children."""
    made: list[Department] = []
    for level in ("province", *_PLURAL):
        for entry in yaml.safe_load(SOURCE.read_text(encoding="utf-8")):
            if level in entry or (level == "county" and "city" in entry):
                for code in ["520000"] if level == "province" else entry.get(_PLURAL[level], []):
                    made.append(_department(entry, level, code, made))
    return tuple(made)


def _department(entry: dict[str, Any], level: str, code: str, made: list[Department]) -> Department:
    division = divisions()[code]
    area = "" if level == "province" else f"9{list(divisions()).index(code):03d}"
    return Department(
        key=f"{entry['num']:02d}-{code}",
        title=entry["city" if level == "county" else level].format(r=division.name),
        function=entry["function"],
        division_code=code,
        division_name=division.name,
        parent=_parent(entry["function"], division.parent, made),
        org_class=entry.get("class", "C"),
        uscc=credit_code("11", code, len(made) + 1),
        short_names=_short_names(entry, level, division.name),
        code_prefix=f"{CODE_ROOT}{area}{entry['num']:02d}",
    )


def _parent(function: str, division: str | None, made: list[Department]) -> str | None:
    """The department of the same function in the nearest division above, if there is one."""
    while division:
        for other in made:
            if other.function == function and other.division_code == division:
                return other.key
        division = divisions()[division].parent
    return None


def _short_names(entry: dict[str, Any], level: str, name: str) -> tuple[str, ...]:
    if level == "province":
        return tuple(entry.get("short", ()))
    if level == "town":
        return (f"{name}政府",)
    area = _PEOPLES.split(name)[0]
    short = area if area != name else name[:-1]
    return (short + entry["cshort"], name + entry["cshort"])
