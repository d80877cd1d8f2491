"""What the log keeps of the masking of a file: which columns by which operator, and counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, cast

MOST_COLUMNS: Final = 60
"""Columns that are named; of more only their number is kept."""
_OF_COLUMN: Final = MappingProxyType(
    {"name": str, "operator": str, "rule": str, "detector": str, "masked": int}
)
"""What is kept of a column, and what it has to be: names and a count, never a value."""
_MOST_TEXT: Final = 40  # characters of a name


def details(said: Mapping[str, Any]) -> dict[str, Any]:
    """Details of the entry ``file_masked`` out of what masking says.

    ``columns`` is a number or a list of mappings with name, operator, rule, detector and masked;
    ``counts`` are cells by kind; ``risk_before`` and ``risk_after`` numbers by table.
    """
    found: dict[str, Any] = {
        "columns": _columns(said.get("columns")),
        "counts": said.get("counts") or {},
    }
    for name in ("risk_before", "risk_after"):
        if said.get(name):
            found[name] = said[name]
    return found


def _columns(given: object) -> object:
    if not isinstance(given, list | tuple):
        return given
    rows = cast("Sequence[object]", given)
    if len(rows) > MOST_COLUMNS:
        return len(rows)
    return [_column(cast("Mapping[str, object]", row)) for row in rows if isinstance(row, Mapping)]


def _column(given: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, kind in _OF_COLUMN.items():
        value = given.get(name)
        if isinstance(value, kind) and value != "":
            found[name] = value[:_MOST_TEXT] if isinstance(value, str) else value
    return found
