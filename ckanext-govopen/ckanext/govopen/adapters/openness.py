"""What our fields tell the openness index (``openindex``) of a dataset and its department."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from ckanext.openindex.domain.coding import instant
from ckanext.openindex.domain.facts import Census
from ckanext.openindex.interfaces import Place

from . import bulk_index, vocabularies
from .visibility import DEFAULT_GRADE, DEFAULT_STATUS

OPENING: Final = {"unconditional": "unconditional", "conditional": "conditional", "none": "closed"}
GIGABYTE: Final = 10**9
"""The census of the 2017 template counts storage in GB."""
ITEMS: Final = {
    "category": "theme",
    "title": "title",
    "code": "res_code",
    "provider": "owner_org",
    "provider_code": "provider_uscc",
    "abstract": "notes",
    "format": "format_type",
    "elements": "elements",
    "sharing": "share_type",
    "opening": "open_type",
    "update_cycle": "update_cycle",
    "issued": "pub_date",
    "related": "related_codes",
}
"""The 13 core items of the 2017 guide, by our fields."""
THEMES: Final = ("theme", "industry", "service", "data_domain")
GRADES: Final = {"public": "PUBLIC", "internal": "RESTRICTED", "classified": "NON_PUBLIC"}
ACCESS_RIGHT: Final = "http://publications.europa.eu/resource/authority/access-right/"


def counts(dataset: Mapping[str, Any]) -> bool:
    """A dataset that was withdrawn keeps its page, and opens nothing."""
    return (dataset.get("status") or DEFAULT_STATUS) == "published"


def facts(dataset: Mapping[str, Any], department: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of ``DatasetFacts`` that our form has."""
    elements = _rows(dataset.get("elements"))
    filled = {**dataset, "provider_uscc": dataset.get("provider_uscc") or department.get("uscc")}
    known = {
        "opening": OPENING.get(str(dataset.get("open_type") or "")),
        "items": {item: bool(filled.get(name)) for item, name in ITEMS.items()},
        "census": _census(dataset),
        "elements": len(elements),
        "elements_described": sum(map(_described, elements)),
        "update_cycle": str(dataset.get("update_cycle") or ""),
        "issued": _day(dataset.get("pub_date")) or _day(dataset.get("metadata_created")),
        "themes": sum(bool(dataset.get(name)) for name in THEMES),
        "spatial": any(dataset.get(name) for name in ("spatial", "spatial_text", "division_code")),
        "access_rights": ACCESS_RIGHT + GRADES[dataset.get("grade") or DEFAULT_GRADE],
    }
    updated = _day(dataset.get("data_modified"))
    return {**known, "data_updated": updated} if updated else known


def resource(data: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of ``ResourceFacts``: our resources say whether they are files or interfaces."""
    kind = data.get("kind") or "file"
    if kind == "file":
        return {"download_url": data["url"]}
    return {"api": True} if kind in ("api", "map") else {}


def places(department: Mapping[str, Any]) -> Sequence[Place]:
    """The divisions of a department, the nearest first."""
    divisions, code = vocabularies.divisions(), str(department.get("division_code") or "")
    path = [divisions.get(each) for each in reversed(divisions.path(code))]
    return [Place(one.code, one.level, one.name) for one in path if one]


def index(dataset_ids: Sequence[str]) -> bool:
    """Index datasets in one request; those that Solr refuses keep their old document."""
    bulk_index.send(dataset_ids)
    return True


def _census(dataset: Mapping[str, Any]) -> Census | None:
    known: dict[str, float | None] = {}
    for part in ("total", "shared", "opened"):
        known[f"{part}_records"] = _number(dataset.get(f"{part}_records"))
        gigabytes = _number(dataset.get(f"{part}_storage"))
        known[f"{part}_bytes"] = None if gigabytes is None else gigabytes * GIGABYTE
    return None if all(value is None for value in known.values()) else Census(**known)


def _described(element: Any) -> bool:
    wanted = ("name", "type", "definition")
    return isinstance(element, Mapping) and all(element.get(name) for name in wanted)


def _rows(stored: Any) -> list[Any]:
    """Repeated fields, which are stored as a list or as its JSON."""
    try:
        rows = json.loads(stored) if isinstance(stored, str) else stored
    except ValueError:
        return []
    return rows if isinstance(rows, list) else []


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _day(value: Any) -> datetime | None:
    try:
        return instant(value) if value else None
    except ValueError:
        return None
