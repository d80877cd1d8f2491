"""Statements that came with a dataset are for programs: neither searched nor shown as a field.

Nor are they in the forms that people fill in, so what such a form sends back does not have them;
they are kept through it.
"""

from __future__ import annotations

from typing import Any

from ckan import model
from ckanext.prov.domain.foreign import STATEMENTS


def without(dataset: dict[str, Any]) -> dict[str, Any]:
    """A dataset, or its document in the index, without them."""
    left_out = {key: value for key, value in dataset.items() if not key.endswith(STATEMENTS)}
    extras = dataset.get("extras")
    if isinstance(extras, list):
        left_out["extras"] = [row for row in extras if row.get("key") != STATEMENTS]
    return left_out


def kept(dataset: dict[str, Any]) -> dict[str, Any]:
    """What ``package_update`` is given, with the statements that are stored where it has none.

    Those that differ in nothing but blanks and line ends went through a form: the stored ones
    stand. Others are taken as they come, and an empty text takes them away.
    """
    package = model.Package.get(dataset.get("id") or dataset.get("name"))
    stored = (package.extras or {}).get(STATEMENTS) if package is not None else ""
    rows = dataset.get("extras") or []
    if not stored or dataset.get(STATEMENTS) or not _readable(rows):
        return dataset
    given = next((row.get("value") for row in rows if row.get("key") == STATEMENTS), None)
    if given is not None and str(given).split() != str(stored).split():
        stored = given
    others = [row for row in rows if row.get("key") != STATEMENTS]
    row = {"key": STATEMENTS, "value": stored}
    return {**dataset, "extras": [*others, row] if stored else others}


def brought(dataset: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """``dataset`` with the statements that ``other`` has, and none of its own."""
    extras = [row for row in other.get("extras") or () if row.get("key") == STATEMENTS]
    own = without(dataset)
    return {**own, "extras": [*own.get("extras", ()), *extras]} if extras else own


def _readable(rows: object) -> bool:
    """Whether extras are what CKAN takes; it is CKAN that says what is wrong with others."""
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
