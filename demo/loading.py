"""Reads a catalogue back from the JSON that ``python -m demo.catalogue`` writes.

The JSON may have been edited: what it says is what the simulator serves.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from demo.model import Api, Catalogue, Dataset, Department, Element, ElementUse, File

_TUPLES = ("tags", "formats", "related_codes")
_DATES = ("pub_date", "temporal_start", "temporal_end")


def load(document: dict[str, Any]) -> Catalogue:
    """The catalogue in a document; ``KeyError`` names a department or element it lacks."""
    departments = {
        entry["key"]: Department(**{**entry, "short_names": tuple(entry["short_names"])})
        for entry in document["departments"]
    }
    elements = {
        entry["name"]: Element(**{**entry, "maker": tuple(entry["maker"])})
        for entry in document["elements"]
    }
    return Catalogue(
        departments=tuple(departments.values()),
        elements=tuple(elements.values()),
        datasets=tuple(_dataset(entry, departments, elements) for entry in document["datasets"]),
        towns=tuple(document["towns"]),
    )


def _dataset(
    entry: dict[str, Any], departments: dict[str, Department], elements: dict[str, Element]
) -> Dataset:
    fields = dict(entry)
    fields["department"] = departments[entry["department"]]
    fields["elements"] = tuple(
        ElementUse(**{**use, "element": elements[use["element"]]}) for use in entry["elements"]
    )
    fields["files"] = tuple(File(**file) for file in entry["files"])
    fields["apis"] = tuple(Api(**api) for api in entry["apis"])
    fields["bbox"] = tuple(entry["bbox"]) if entry["bbox"] else None
    for name in _TUPLES:
        fields[name] = tuple(entry[name])
    for name in _DATES:
        fields[name] = date.fromisoformat(entry[name]) if entry[name] else None
    modified = entry["data_modified"]
    fields["data_modified"] = datetime.fromisoformat(modified) if modified else None
    return Dataset(**fields)
