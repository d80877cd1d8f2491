"""Makes ckanext-dcat's profiles quicker where they spend most of their time, with the same result.

Of the time that the graph of a dataset takes, version 2.4.4 spends a third on two things: it goes
through each address twenty times, once for each character that may not be in it, and it has
dateutil guess the form of each of CKAN's own times.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, Final

from ckanext.dcat.profiles import RDFProfile
from ckanext.dcat.profiles.base import CleanedURIRef
from rdflib import XSD, Literal

SLOW: Final = CleanedURIRef._careful_quote
"""ckanext-dcat's own."""


class Quick(RDFProfile):
    """Comes before a profile."""

    def _add_date_triple(
        self, subject: Any, predicate: Any, value: Any, _type: Any = Literal
    ) -> None:
        if _type is Literal and is_time(value):
            self.g.add((subject, predicate, Literal(value, datatype=XSD.dateTime)))
        else:
            super()._add_date_triple(subject, predicate, value, _type)


@cache
def quickened(profile: type[RDFProfile]) -> type[RDFProfile]:
    """``profile`` with what is quicker; addresses are for all profiles of the process."""
    _quicken_addresses()
    return type(profile.__name__, (Quick, profile), {})


def is_time(value: object) -> bool:
    """Whether ``value`` is a time as CKAN writes it, which comes out as it went in."""
    if not isinstance(value, str) or len(value) < len("2026-03-02T09:30:00") or value[10] != "T":
        return False
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return False
    return found.tzinfo is None and found.isoformat() == value


@cache
def _quicken_addresses() -> None:
    """Give ckanext-dcat one table for the characters that it replaces one after the other."""
    table = {code: SLOW(chr(code)) for code in range(128)}
    CleanedURIRef._careful_quote = staticmethod(lambda value: value.translate(table))
