"""What reports call a column: its header, unless that is itself something to be masked."""

from __future__ import annotations

from typing import Final

from ckanext.masking.domain.detectors import registry
from ckanext.masking.domain.engine.plan import ColumnPlan
from ckanext.masking.domain.formats._layout import names_somebody
from ckanext.masking.domain.scanning.text import find_all

_LONGEST: Final = 120


def label(plan: ColumnPlan) -> str:
    """The header, cut to 120 characters; the number of the column for one that holds a value."""
    return safe(plan.column.name, f"#{plan.column.place + 1}")


def safe(name: str, instead: str) -> str:
    """``name``, or ``instead`` when it is blank or something is found in it."""
    if not name.strip():
        return instead
    found = find_all(name, registry.load())
    return instead if any(names_somebody(f, name) for f in found) else name[:_LONGEST]
