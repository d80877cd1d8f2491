"""Numbers, sizes and days as the reader's language writes them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import ckan.plugins.toolkit as tk
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

KIBI = 1024
UNITS = ("B", "KB", "MB", "GB", "TB")


def govopen_integer(value: object) -> str:
    """A count with its digits grouped; empty when ``value`` is no number."""
    number = _number(value)
    return "" if number is None else _decimal(number, str(tk.h.lang() or "en"))


def govopen_size(value: object) -> str:
    """A number of bytes in the largest fitting unit of 1024 (``1.4 MB``); empty when unknown."""
    number = _number(value)
    if number is None:
        return ""
    unit = 0
    while number >= KIBI and unit < len(UNITS) - 1:
        number, unit = number / KIBI, unit + 1
    return f"{_decimal(round(number, 1), str(tk.h.lang() or 'en'))} {UNITS[unit]}"


def govopen_day(value: object) -> str:
    """An ISO date or date-time as a day; what is no date is shown as it is."""
    text = str(value or "")
    return _medium(text[:10], str(tk.h.lang() or "en")) or text


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


# A page of results writes a few hundred counts and days, most of them the same ones again.
@lru_cache(maxsize=4096)
def _decimal(number: float, language: str) -> str:
    return format_decimal(number, locale=Locale.parse(language))


@lru_cache(maxsize=4096)
def _medium(day: str, language: str) -> str:
    """An ISO day in words; empty when it is none."""
    try:
        return format_date(date.fromisoformat(day), "medium", locale=Locale.parse(language))
    except ValueError:
        return ""
