"""Bounds of what may be asked for at once."""

from __future__ import annotations

from typing import Any, Final

from ckan.types import Validator

MOST: Final = 100
"""Results in one answer."""
MOST_NODES: Final = 1000
"""Nodes in one answer of the map, and days in one of history."""
MOST_OFFSET: Final = 2**31 - 1
"""What a database takes for an offset."""


def at_most(most: int) -> Validator:
    """Lowers a number to ``most``. What is none has been told of by the validator before it."""

    def lower(value: Any) -> Any:
        try:
            return min(int(value), most)
        except (TypeError, ValueError):
            return value

    return lower
