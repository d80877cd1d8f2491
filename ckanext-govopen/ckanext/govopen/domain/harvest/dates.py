"""The dates platforms write, read without guessing.

A time without a zone is taken in the profile's zone, +08:00 unless it says otherwise (GB/T 7408.1
writes local time; China has one zone). What cannot be read is told, never replaced.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

CHINA: Final = timezone(timedelta(hours=8))
EARLIEST: Final = 1949
"""The first year taken for a date: a smaller one is a slip (0001-01-01 means "none")."""

_WRITTEN: Final = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?)?月?"
    r"(?:[T\s]*(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?|[T\s]*\.+)?$"
)
_COMPACT: Final = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$")
_EPOCH: Final = re.compile(r"^-?\d+(?:\.\d+)?$")
_ZONE: Final = re.compile(r"^([+-])(\d{2}):?(\d{2})$")


class DateError(ValueError):
    """A value that is no date this module reads."""


def parse_zone(text: str) -> timezone:
    """``+08:00`` as a time zone; raises DateError."""
    if text in ("Z", "UTC"):
        return timezone.utc
    hit = _ZONE.match(text)
    if hit is None:
        raise DateError(text)
    minutes = int(hit[2]) * 60 + int(hit[3])
    if minutes >= 24 * 60:
        raise DateError(text)
    return timezone(timedelta(minutes=minutes if hit[1] == "+" else -minutes))


def parse_date(
    value: Any, *, zone: timezone = CHINA, formats: Sequence[str] = ()
) -> datetime | None:
    """The moment ``value`` names, in ``zone``; None when it is empty.

    Read are: epoch milliseconds (12 or 13 digits) and seconds (9 or 10 digits) as a number or as
    text; ``2020-01-02``, ``2020/1/2``, ``2020.1.2``, ``2020年1月2日``, each with or without a
    time, ``T`` or a space between, fractions, ``Z`` or an offset, or dots in place of the time;
    ``20200102`` and ``20200102030405``; a year and month (its first day); and every strptime
    pattern of ``formats``, which is tried first. Raises DateError for anything else.
    """
    if value is None or isinstance(value, bool):
        if value is None:
            return None
        raise DateError(str(value))
    if isinstance(value, datetime):
        return _in_zone(value, zone)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    text = str(value).strip()
    if not text or text.lower() in ("null", "none", "-", "--", "无", "0"):
        return None
    for pattern in formats:
        try:
            return _checked(_in_zone(datetime.strptime(text, pattern), zone), text)
        except ValueError:  # noqa: PERF203 - the next pattern is tried
            continue
    return _checked(_read(text, zone), text)


def _read(text: str, zone: timezone) -> datetime:
    if hit := _COMPACT.match(text):
        parts = [int(part) for part in hit.groups(default="0")]
        if EARLIEST <= parts[0] <= 2199 and 1 <= parts[1] <= 12:
            return _built(parts, zone, text)
    if _EPOCH.match(text):
        return _epoch(text, zone)
    hit = _WRITTEN.match(text)
    if hit is None:
        raise DateError(text)
    fraction, offset = hit[7], hit[8]
    parts = [int(part) if part else least for part, least in _with_least(hit)]
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    made = _built(parts, parse_zone(offset) if offset else zone, text)
    return _in_zone(made.replace(microsecond=micro), zone)


def _with_least(hit: re.Match[str]) -> list[tuple[str | None, int]]:
    return list(zip(hit.groups()[:6], (0, 1, 1, 0, 0, 0), strict=True))


def _epoch(text: str, zone: timezone) -> datetime:
    number = float(text)
    digits = len(text.lstrip("-").split(".")[0])
    if digits in (12, 13):
        number /= 1000
    elif digits not in (9, 10):
        raise DateError(text)
    return datetime.fromtimestamp(number, tz=timezone.utc).astimezone(zone)


def _built(parts: list[int], zone: timezone, text: str) -> datetime:
    year, month, day, hour, minute, second = parts
    try:
        if hour == 24 and minute == second == 0:
            return datetime(year, month, day, tzinfo=zone) + timedelta(days=1)
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except (ValueError, OverflowError) as error:
        raise DateError(text) from error


def _in_zone(moment: datetime, zone: timezone) -> datetime:
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _checked(moment: datetime, text: str) -> datetime:
    if moment.year < EARLIEST:
        raise DateError(text)
    return moment
