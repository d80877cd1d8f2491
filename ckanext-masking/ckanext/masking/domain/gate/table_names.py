"""Names that the DataStore takes for columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LONGEST: Final = 63
"""Bytes of an identifier in PostgreSQL (NAMEDATALEN - 1)."""


def table_names(headers: Iterable[str]) -> list[str]:
    """A name for each header: different from all others, and as near to it as may be.

    The DataStore refuses names that are empty, begin with ``_`` or hold a quote.
    """
    names: list[str] = []
    taken: set[str] = set()
    for place, header in enumerate(headers, 1):
        base = "".join(c for c in header if c.isprintable() and c != '"').strip().lstrip("_ ")
        base = base or f"column_{place}"
        name, number = _cut(base, ""), 1
        while name.lower() in taken:
            number += 1
            name = _cut(base, f"_{number}")
        taken.add(name.lower())
        names.append(name)
    return names


def _cut(base: str, ending: str) -> str:
    """``base`` with ``ending``, in no more bytes than an identifier has."""
    room = LONGEST - len(ending.encode())
    return base.encode()[:room].decode("utf-8", "ignore").strip() + ending
