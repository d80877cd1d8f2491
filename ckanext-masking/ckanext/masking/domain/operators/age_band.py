"""Generalise a birth date, an ID number or an age to a band of ages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from ckanext.masking.domain.operators._dates import read_period
from ckanext.masking.domain.operators.base import (
    BLANK,
    OTHERWISE,
    Mask,
    Operator,
    Scope,
    otherwise,
)
from ckanext.masking.domain.operators.parameter import Parameter
from govopen_common.problem import Problem, Rejected

OLDEST: Final = 130
"""Nobody has reached it; a higher age is a typing error, and telling."""
_AGE: Final = re.compile(r"(\d{1,3})(?: ?周?岁)?", re.ASCII)


class AgeBandMask(Mask):
    """Writes ``30-39``; from ``top`` on, ``80+``, for very old people are few."""

    def __init__(self, parameters: Mapping[str, Any], today: date) -> None:
        self.size: int = parameters["size"]
        self.top: int = parameters["top"]
        self.today = today
        self.rest = otherwise(parameters)

    def one(self, value: str, subject: str | None) -> str | None:
        age = self.age(value)
        if age is None or not 0 <= age < OLDEST:
            return self.rest
        if age >= self.top:
            return f"{self.top}+"
        low = age // self.size * self.size
        return f"{low}-{min(low + self.size, self.top) - 1}"

    def age(self, value: str) -> int | None:
        """Years completed on the day; by the year alone where the birthday is not known."""
        hit = _AGE.fullmatch(unicodedata.normalize("NFKC", value.strip(BLANK)))
        if hit is not None:
            return int(hit[1])
        born = read_period(value)
        if born is None:
            return None
        had = (born.month or 1, born.day or 1) <= (self.today.month, self.today.day)
        return self.today.year - born.year - (0 if had else 1)


class AgeBand(Operator):
    name = "age_band"
    zh = "把出生日期、身份证号或年龄概化为年龄段"
    en = "Generalises a birth date, an ID number or an age to a band of ages"
    parameters = {
        "size": Parameter("integer", "每段几岁", "years in a band", 10, 2, 50),
        "top": Parameter("integer", "从此年龄起合为一段", "one band from this age on", 80, 20, 120),
        "on": Parameter("date", "计算年龄的日期；留空为处理当日", "the day ages count to"),
        "otherwise": OTHERWISE,
    }

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> AgeBandMask:
        today = date.fromisoformat(parameters["on"]) if parameters["on"] else scope.today
        if today is None:
            zh, en = "请写 on（计算年龄的日期）", "give on, the day ages count to"
            raise Rejected(Problem("do.on", "parameter_missing", zh, en))
        return AgeBandMask(parameters, today)
