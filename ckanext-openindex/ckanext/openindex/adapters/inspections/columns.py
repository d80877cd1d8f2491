"""What the data elements of a dataset declare of the columns of its files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ckanext.openindex.domain.inspection import domains
from ckanext.openindex.domain.inspection.declared import Declared, Kind

KINDS: dict[str, Kind] = {
    "N": "number",
    "Y": "number",
    "B": "number",
    "F": "number",
    "I": "integer",
    "D": "date",
    "T": "datetime",
    "L": "boolean",
}
"""Codes of the 2017 guide's data types (附录); texts and binaries are not looked into."""


def declared(dataset: Mapping[str, Any]) -> list[Declared]:
    """Columns by the field ``elements`` of a dataset, which stock CKAN does not have."""
    said: list[Declared] = []
    for row in _rows(dataset.get("elements")):
        name, kind = str(row.get("name") or "").strip(), str(row.get("type") or "")
        if name:
            longest = _length(row.get("length")) if kind == "C" else None
            domain = domains.read(str(row.get("value_domain") or ""))
            said.append(Declared(name, KINDS.get(kind, "text"), longest, domain))
    return said


def _rows(stored: Any) -> list[Mapping[str, Any]]:
    try:
        rows = json.loads(stored) if isinstance(stored, str) else stored
    except ValueError:
        return []
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _length(said: Any) -> int | None:
    try:
        length = int(str(said))
    except ValueError:
        return None
    return length if length > 0 else None
