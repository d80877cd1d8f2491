"""Proposes quasi-identifiers, and for each a ladder of ever coarser operators."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from ckanext.masking.domain.operators._dates import read_period
from ckanext.masking.domain.operators._numbers import read_number
from ckanext.masking.domain.operators._regions import read_region
from ckanext.masking.domain.policy.model import Action, fold

MOST_PROPOSED: Final = 8
"""Columns proposed at most: beyond that almost any table has unique rows."""
_SAMPLE: Final = 1_000
_READABLE: Final = 0.8
"""The share of a sample that must be readable as dates, places or numbers."""
_STEPS: Final = (20, 10, 5, 2)
"""Into how many ranges a column of numbers is cut, finest first."""
# What tells little alone and much together, as columns are called: the headings of the HIPAA Safe
# Harbor list (45 CFR 164.514(b)(2)) that Chinese registers have, and what is usual in them.
WORDS: Final = (
    *("性别", "年龄", "出生", "生日", "民族", "籍贯", "婚姻", "学历", "文化程度", "学位", "职业"),
    *(
        "职务",
        "职称",
        "岗位",
        "工种",
        "专业",
        "邮编",
        "邮政编码",
        "政治面貌",
        "宗教",
        "国籍",
        "户籍",
    ),
    *(
        "住址",
        "地址",
        "区县",
        "区划",
        "街道",
        "乡镇",
        "社区",
        "行政区",
        "经度",
        "纬度",
        "收入",
        "工资",
    ),
    *("身高", "体重", "入学", "就读", "入职", "就诊", "入院"),
    *("gender", "sex", "age", "birth", "ethnic", "marital", "education", "occupation", "postcode"),
    *("zip", "nationality", "address", "county", "city", "longitude", "latitude", "income"),
)
KINDS: Final = frozenset({"birth_date", "address", "coordinates"})
"""Detectors whose finds are quasi-identifiers."""


ALL_ALIKE: Final = Action("redact", {"blank": True})
"""The last step: a blank left among redacted values would be a group of its own."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """A column and what can be done to it, finest first; step 0 leaves it as it is."""

    column: str
    steps: tuple[Action, ...]


def propose(columns: Mapping[str, str | None]) -> tuple[str, ...]:
    """Which columns to take for quasi-identifiers, at most eight.

    ``columns`` are names with the detector of the column as a whole, or None. A column of direct
    identifiers is none: it must be masked anyway.
    """
    found = [
        name
        for name, detector in columns.items()
        if detector in KINDS or (detector is None and _named(name))
    ]
    return tuple(found[:MOST_PROPOSED])


def ladder(series: pl.Series) -> Ladder:
    """What can be done to a column, by what most of its values are; at last it is redacted."""
    values = series.drop_nulls().unique(maintain_order=True).head(_SAMPLE).to_list()
    return Ladder(series.name, (*_steps(values), ALL_ALIKE))


def _steps(values: list[str]) -> list[Action]:
    numbers = [number.value for value in values if (number := read_number(value)) is not None]
    dated = _share(values, _is_date)
    if dated:
        return [Action("date_part", {"to": to}) for to in ("month", "quarter", "year", "decade")]
    if _share(values, _is_place):
        return [Action("region", {"to": to}) for to in ("county", "city", "province")]
    if values and len(numbers) >= _READABLE * len(values):
        return _ranges(float(min(numbers)), float(max(numbers)))
    return []


def _ranges(low: float, high: float) -> list[Action]:
    """Ranges of a round width: 1, 2 or 5 times a power of ten."""
    steps: dict[float, Action] = {}
    for parts in _STEPS:
        wide = (high - low) / parts
        if wide <= 0:
            continue
        power = 10.0 ** math.floor(math.log10(wide))
        step = next(power * n for n in (1, 2, 5, 10) if power * n >= wide * (1 - 1e-9))
        if 1e-9 <= step <= 1e15:
            parameters: dict[str, Any] = {"step": float(f"{step:.6g}")}
            steps[step] = Action("range", parameters)
    return [steps[step] for step in sorted(steps)]


def _share(values: list[str], test: Callable[[str], bool]) -> bool:
    return bool(values) and sum(map(test, values)) >= _READABLE * len(values)


def _is_date(value: str) -> bool:
    return len(value) > 6 and read_period(value) is not None


def _is_place(value: str) -> bool:
    return (not value.isdecimal() or len(value) in (6, 9, 12)) and bool(read_region(value))


def _named(name: str) -> bool:
    folded = fold(name)
    words = set(folded.replace("_", " ").replace("-", " ").split())
    return any(word in words if word.isascii() else word in folded for word in WORDS)
