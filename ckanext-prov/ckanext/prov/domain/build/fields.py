"""Reading the dicts of CKAN's API: texts, dates, lists, whichever way they were stored."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timezone
from typing import Any, Final, cast

from ckanext.prov.domain.model import Text, day, moment
from ckanext.prov.domain.terms import XSD

Row = Mapping[str, Any]

_YEAR: Final = re.compile(r"\d{4}\Z")
_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z")


def text(row: Row, *names: str) -> str:
    """The first of the fields that says something, without blanks around it.

    A field may also stand among the ``extras`` of the dataset.
    """
    for name in names:
        value = row.get(name)
        if value is None:
            value = _extra(row, name)
        if isinstance(value, (str, int, float)) and str(value).strip():
            return str(value).strip()
    return ""


def rows(row: Row, name: str) -> Iterator[Row]:
    """The dicts in a list."""
    value = row.get(name)
    if isinstance(value, (list, tuple)):
        for one in cast("list[object]", value):
            if isinstance(one, Mapping):
                yield cast("Row", one)


def row(given: Row, name: str) -> Row:
    """The dict in a field; an empty one when there is none."""
    value = given.get(name)
    return cast("Row", value) if isinstance(value, Mapping) else {}


def words(row: Row, name: str) -> list[str]:
    """The texts in a list, in JSON text of a list, or a single text; each once."""
    value = row.get(name)
    if value is None:
        value = _extra(row, name)
    if isinstance(value, str) and value.startswith("["):
        with suppress(ValueError, RecursionError):
            value = json.loads(value)
    listed = cast("list[object]", value) if isinstance(value, (list, tuple)) else [value]
    found = (one.strip() for one in listed if isinstance(one, str))
    return list(dict.fromkeys(one for one in found if one))


def entered_date(row: Row, *names: str) -> Text | None:
    """A date that people entered, of the first field that holds one.

    A day stays xsd:date, a year or month xsd:gYear or xsd:gYearMonth, a time with a zone
    xsd:dateTime. Of a time without a zone only the day is kept: nobody knows when it was.
    """
    for name in names:
        found = _date(text(row, name))
        if found is not None:
            return found
    return None


def system_time(row: Row, *names: str) -> Text | None:
    """A time that CKAN wrote, of the first field that holds one: without a zone it is UTC."""
    for name in names:
        try:
            found = datetime.fromisoformat(text(row, name).replace("Z", "+00:00"))
        except ValueError:
            continue
        return moment(found if found.tzinfo else found.replace(tzinfo=timezone.utc))
    return None


def _date(given: str) -> Text | None:
    if _YEAR.match(given):
        return Text(given, XSD("gYear"))
    if _MONTH.match(given):
        return Text(given, XSD("gYearMonth"))
    try:
        if len(given) == len("2016-02-23"):
            return day(date.fromisoformat(given))
        found = datetime.fromisoformat(given.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment(found) if found.tzinfo else day(found.date())


def _extra(row: Row, name: str) -> object:
    for extra in rows(row, "extras"):
        if extra.get("key") == name:
            return extra.get("value")
    return None
