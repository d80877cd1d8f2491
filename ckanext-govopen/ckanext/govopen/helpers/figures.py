"""Numbers, sizes and days as the reader's language writes them."""

from __future__ import annotations

from datetime import date, datetime, timezone
from functools import lru_cache
from typing import Any

import ckan.plugins.toolkit as tk
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from ckan.lib import helpers as core

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
    """An ISO date, or the day of an ISO date-time (UTC) in the portal's time zone.

    What is no date is shown as it is.
    """
    text = str(value or "")
    moment = _here(text) if text[10:11] == "T" else None
    text = moment.date().isoformat() if moment else text
    return _medium(text[:10], str(tk.h.lang() or "en")) or text


def render_datetime(
    datetime_: Any,
    date_format: str | None = None,
    with_hours: bool = False,
    with_seconds: bool = False,
) -> str:
    """A moment as the reader's language writes it, in place of CKAN's helper of this name, which
    writes the hours of every language in the order of English (十一月 23, 2026, 04:54)."""
    moment = _here(datetime_) if with_hours and not (date_format or with_seconds) else None
    if moment is None:
        return core.render_datetime(datetime_, date_format, with_hours, with_seconds)
    return f"{govopen_day(moment.date())} {moment:%H:%M}"


def _here(value: object) -> datetime | None:
    """A moment, as ISO text or not, in the time zone that the portal shows."""
    try:
        moment = value if isinstance(value, datetime) else _iso(str(value))
    except ValueError:
        return None
    zone = tk.h.get_display_timezone()
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).astimezone(zone)


def _iso(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))  # Python 3.10 knows no Z


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
