"""Dates of birth: dates that words or a header say somebody was born on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning import checks
from ckanext.masking.domain.scanning.checks import OLDEST
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.words import Cue

_WORDS = (
    "出生日期", "出生年月", "出生年月日", "出生时间", "出生", "生日", "生辰", "生于", "诞生",
    "birthday", "birth date", "date of birth", "birth", "born", "dob", "csrq", "csny", "csnyr",
    "sr", "shengri", "chushengriqi",
)  # fmt: skip
_NEVER = (
    "出生率", "出生人口", "出生数", "出生地", "出生医学证明", "发证", "入学", "入职", "参加工作",
    "成立", "发布", "更新", "生产", "登记", "有效", "死亡", "结婚", "签发", "创建", "地点", "人数",
    "编号", "缺陷", "性别比", "weight", "rate", "place", "time",
)  # fmt: skip
_YEAR = "(?:1[89]|20)[0-9]{2}"
_MONTH = "(?:1[0-2]|0?[1-9])"
_DAY = "(?:3[01]|[12][0-9]|0?[1-9])"
# The forms of GB/T 7408.1-2023 (ISO 8601) and those that people write.
_DATE: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?:({_YEAR}) ?[-/.] ?({_MONTH})(?: ?[-/.] ?({_DAY}))?"
    r"(?:[T ]00:00(?::00(?:\.0{1,6})?)?Z?)?"
    rf"|({_YEAR})((?:0[1-9]|1[0-2]))((?:0[1-9]|[12][0-9]|3[01]))?"
    rf"|({_YEAR}|[0-9]{{2}}) ?年(?: ?({_MONTH}) ?月(?: ?({_DAY}) ?[日号])?)?"
    rf"|[零一二〇三四五六七八九○]{{4}}年"
    r"[一二三四五六七八九十元]{1,2}月(?:[一二三四五六七八九十]{1,3}[日号])?)(?![0-9A-Za-z])"
)
_ABROAD: Final = re.compile(
    rf"(?<![0-9A-Za-z/])(?:3[01]|[12][0-9]|0?[1-9])/(?:3[01]|[12][0-9]|0?[1-9])/{_YEAR}(?![0-9A-Za-z/])"
)
"""Day, month, year or month, day, year."""
_BEHIND = re.compile(r" ?[,，(]? ?(?:日|号)?(?:出生|生(?![产活效成命育态]))")
_NEAR: Final = 12
"""Characters between the word and its date: 出生日期（公历）： and a few blanks."""


class BirthDate(Detector):
    name = "birth_date"
    zh = "出生日期"
    en = "date of birth"
    sensitivity = Sensitivity.QUASI
    headers = Headers(_WORDS, _NEVER)
    rank = 60
    chance = 1.0
    trigger = "出|生|诞|(?i:birth|born|dob|csrq|csny)"
    _cue = Cue.of(_WORDS, _NEVER)

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Probable: a word for birth beside a date that may be one. A date alone is none."""
        for match in _DATE.finditer(seen.text):
            if not _possible(match):
                continue
            if not _BEHIND.match(seen.text, match.end()) and not self._said(seen, match):
                continue
            yield seen.finding(self.name, *match.span(), Certainty.PROBABLE)
        for match in _ABROAD.finditer(seen.text):
            if self._said(seen, match):
                yield seen.finding(self.name, *match.span(), Certainty.PROBABLE)

    def _said(self, seen: Seen, match: re.Match[str]) -> bool:
        near = seen.before(match.start(), _NEAR)
        if any(char.isdigit() for char in near.rstrip()[-3:]):
            return False
        return self._cue.weigh(seen, *match.span()) > 0

    def whole(self, cell: pl.Expr, suggested: bool) -> pl.Expr | None:
        if not suggested:
            return None
        day = cell.str.contains(
            r"^(?:19|20)[0-9]{2}(?:-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
            r"|(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8]))$"
        )
        past = cell.str.head(4).cast(pl.Int16, strict=False) < date.today().year
        return checks.graded((day & past, Certainty.PROBABLE))


def _possible(match: re.Match[str]) -> bool:
    """Whether the date exists, between 1880 and today; Chinese numerals are taken as they are."""
    parts = [part for part in match.groups() if part]
    if not parts:
        return True
    numbers = [int(part) for part in parts] + [1, 1]
    year = numbers[0] + (1900 if numbers[0] < 100 else 0)
    try:
        day = date(year, numbers[1], numbers[2])
    except ValueError:
        return False
    return day.year >= OLDEST and day <= date.today()


DETECTOR = BirthDate()
