"""Dates as they are typed into tables, and those inside ID numbers; written back as they came."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from ckanext.masking.domain.operators.base import BLANK

LONGEST: Final = 60
_TIME: Final = (
    r"(?:(?: {1,3}|T)?\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d{1,9})?秒?|分)?"
    r"(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_FORMS: Final = (
    re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}})()({_TIME})", re.ASCII),
    re.compile(rf"(\d{{4}})(年)(\d{{1,2}})月(\d{{1,2}})(日?)({_TIME})", re.ASCII),
    re.compile(r"(\d{4})()(\d{2})(\d{2})()((?:\d{6})?)", re.ASCII),
)
_MONTH: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月?|(\d{2}))", re.ASCII)
_YEAR: Final = re.compile(r"(\d{4})年?", re.ASCII)
_ID: Final = re.compile(r"\d{6}(\d{8})\d{3}[0-9X]|\d{6}(\d{6})\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Written:
    """A day and how it was written: its separators, whether with leading zeros, and its time."""

    day: date
    separator: str
    padded: bool
    ending: str
    time: str

    def write(self, day: date) -> str:
        """``day``, in the same manner and with the same time."""
        width = 2 if self.padded else 1
        month, number = f"{day.month:0{width}d}", f"{day.day:0{width}d}"
        if self.separator == "年":
            return f"{day.year:04d}年{month}月{number}{self.ending}{self.time}"
        return self.separator.join((f"{day.year:04d}", month, number)) + self.time


@dataclass(frozen=True, slots=True)
class Period:
    """A year, with month and day as far as they are known."""

    year: int
    month: int | None = None
    day: int | None = None


def read_date(text: str) -> Written | None:
    """The date that ``text`` is, year first; None for anything else, however near."""
    if len(text) > LONGEST:
        return None
    plain = _plain(text)
    for form in _FORMS:
        hit = form.fullmatch(plain)
        if hit is not None:
            year, separator, month, day, ending, time = hit.groups()
            found = _day(int(year), int(month), int(day))
            padded = len(month) == len(day) == 2
            return Written(found, separator, padded, ending, time) if found else None
    return None


def read_period(text: str) -> Period | None:
    """The date, month or year that ``text`` is, or the birth date in an ID number.

    Only what the number says is read, not its checksum: an ID with a typing error still has a
    birth date. An ID of 15 digits is of the twentieth century (GB 11643-1989).
    """
    if len(text) > LONGEST:
        return None
    written = read_date(text)
    if written is not None:
        return Period(written.day.year, written.day.month, written.day.day)
    plain = _plain(text)
    hit = _ID.fullmatch(plain.replace(" ", "").replace("-", ""))
    if hit is not None:
        digits = hit[1] or f"19{hit[2]}"
        born = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        return Period(born.year, born.month, born.day) if born else None
    hit = _MONTH.fullmatch(plain)
    if hit is not None:
        month = int(hit[2] or hit[3] or hit[4])
        return Period(int(hit[1]), month) if 1 <= month <= 12 and int(hit[1]) else None
    hit = _YEAR.fullmatch(plain)
    return Period(int(hit[1])) if hit is not None and int(hit[1]) else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text.strip(BLANK)).upper()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
