"""Periods of a report: a year, a quarter, or a month of the calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from govopen_common.problem import Problem, Rejected

_SHAPE: Final = re.compile(r"([0-9]{4})(?:[Qq]([1-4])|-(0[1-9]|1[0-2]))?")
_ORDINALS: Final = ("First", "Second", "Third", "Fourth")
_NUMERALS: Final = ("一", "二", "三", "四")
_LAST_YEAR: Final = 9998
"""Python's dates end with the year 9999, and a period needs the day after it."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both in it; ``zh`` and ``en`` name it."""

    text: str
    first: date
    last: date
    zh: str
    en: str


def parse(text: str) -> Period:
    """The period that ``2026``, ``2026Q3`` or ``2026-09`` names. Raises Rejected."""
    found = _SHAPE.fullmatch(text.strip())
    year = int(found[1]) if found else 0
    if found is None or not 1 <= year <= _LAST_YEAR:
        raise Rejected(
            Problem(
                "period",
                "wrong_period",
                "时间段有误，请写成年（2026）、季度（2026Q3）或月份（2026-09）。",
                "Wrong period; write a year (2026), a quarter (2026Q3) or a month (2026-09).",
            )
        )
    if found[2]:
        quarter = int(found[2])
        first, after = date(year, 3 * quarter - 2, 1), _month(year, 3 * quarter + 1)
        zh = f"{year}年第{_NUMERALS[quarter - 1]}季度"
        en = f"{_ORDINALS[quarter - 1]} quarter of {year}"
        return Period(f"{year:04}Q{quarter}", first, after - timedelta(days=1), zh, en)
    if found[3]:
        month = int(found[3])
        first, after = date(year, month, 1), _month(year, month + 1)
        en = f"{year:04}-{month:02}"
        return Period(en, first, after - timedelta(days=1), f"{year}年{month}月", en)
    return Period(f"{year:04}", date(year, 1, 1), date(year, 12, 31), f"{year}年", str(year))


def _month(year: int, month: int) -> date:
    return date(year + 1, 1, 1) if month > 12 else date(year, month, 1)
