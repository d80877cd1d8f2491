"""Facts of datasets for the tests of the index: few words for a hand-made dataset."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from ckanext.openindex.domain.facts import (
    WINDOWS,
    DatasetFacts,
    Inspection,
    Probe,
    ResourceFacts,
    Usage,
    Window,
)

AS_OF = datetime(2026, 10, 1, tzinfo=timezone.utc)


def days_ago(days: float) -> datetime:
    return AS_OF - timedelta(days=days)


def dataset(**known: Any) -> DatasetFacts:
    return DatasetFacts(**{"id": "d", "name": "d", "gathered": AS_OF, **known})


def resource(number: int = 0, **known: Any) -> ResourceFacts:
    return ResourceFacts(**{"id": f"r{number}", "url": f"https://a.example/{number}", **known})


def probe(reachable: bool, url: str = "https://a.example/0", kind: Any = "download") -> Probe:
    return Probe(url, kind, AS_OF, reachable, 200 if reachable else 404)


def table(hashes: Any, **known: Any) -> Inspection:
    """A table whose distinct rows have these hashes."""
    rows = sorted(set(hashes))
    return Inspection(
        **{
            "checked": AS_OF,
            "format": "csv",
            "rows": len(rows),
            "cell_bytes": 10 * len(rows),
            "columns_digest": "columns",
            "sketch": tuple(rows[:64]),
            **known,
        }
    )


def used(count: int, **known: Any) -> Usage:
    """``count`` of everything in each window."""
    windows = tuple(Window(days, count, count, count, count) for days in WINDOWS)
    return Usage(**{"windows": windows, **known})
