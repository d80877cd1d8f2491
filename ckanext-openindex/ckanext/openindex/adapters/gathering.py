"""What the index may know of datasets: stock CKAN's fields, ckanext-dcat's, and those that other
extensions tell of (:class:`..interfaces.IOpenIndex`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timezone
from typing import Any, Final
from urllib.parse import quote

import ckan.plugins as p
from ckanext.openindex import config
from ckanext.openindex.domain.coding import instant
from ckanext.openindex.domain.facts import DatasetFacts, Division, ResourceFacts
from ckanext.openindex.interfaces import IOpenIndex, Place

from . import divisions, frequency, reading
from .reading import Dataset

APIS: Final = frozenset({"api", "wms", "wfs", "wmts", "wcs", "sparql", "esri rest", "ogc api"})
"""Declared formats that are interfaces."""

UNLICENSED: Final = "notspecified"
"""The id of the entry "License not specified" in CKAN's list of licences."""
CONTACT: Final = (
    "contact_name", "contact_email", "contact_uri", "contact", "maintainer", "maintainer_email",
    "author_email",
)  # fmt: skip
SPATIAL: Final = ("spatial", "spatial_uri", "spatial_coverage", "spatial_text")
TEMPORAL: Final = ("temporal_start", "temporal_end", "temporal_coverage", "temporal")


def facts(dataset_ids: Collection[str], now: datetime | None = None) -> dict[str, DatasetFacts]:
    """Facts of those of ``dataset_ids`` that are public, by id, gathered ``now`` (UTC)."""
    found = reading.public(dataset_ids)
    plugins = list(p.PluginImplementations(IOpenIndex))
    now = now or datetime.now(timezone.utc)
    return {one.id: _facts(one, plugins, now) for one in found.values()}


def places(department: Mapping[str, Any]) -> tuple[Place, ...]:
    """The divisions of a department, the nearest first: those that a plugin knows, else those of
    the administrator's file; empty where neither does. Raises Rejected for a file with faults."""
    if not department:
        return ()
    for plugin in p.PluginImplementations(IOpenIndex):
        if known := plugin.openindex_places(department):
            return tuple(known)
    return tuple(Place(one.code, one.level, one.name) for one in divisions.of(department))


def _facts(one: Dataset, plugins: Sequence[Any], now: datetime) -> DatasetFacts:
    data, owner = one.fields, one.department
    resources = data["resources"]
    known: dict[str, Any] = {
        "title": data["title"] or "",
        "organization_id": owner.get("id", ""),
        "divisions": tuple(Division(place.code, place.level) for place in places(owner)),
        "licence": _licence(data.get("license_id")),
        "items": {
            "category": bool(data["groups"] or data.get("theme")),
            "title": bool(data["title"]),
            "provider": bool(owner),
            "abstract": bool(data["notes"]),
            "format": any(each.get("format") for each in resources),
        },
        "update_cycle": frequency.cycle(data.get("frequency")),
        "created": moment(data["metadata_created"]),
        "modified": moment(data["metadata_modified"]),
        "issued": moment(data.get("issued")) or moment(data["metadata_created"]),
        "data_updated": _newest([data.get("modified"), *map(_changed, resources)]),
        "keywords": len(data["tags"]),
        "themes": len(data["groups"]) or int(bool(data.get("theme"))),
        "spatial": _any(data, SPATIAL),
        "temporal": _any(data, TEMPORAL),
        "contact": _any(data, CONTACT),
        "publisher": bool(owner or data.get("publisher_name") or data.get("publisher_uri")),
        "access_rights": str(data.get("access_rights") or ""),
        "rights": str(data.get("rights") or ""),
    }
    for plugin in plugins:
        known.update(plugin.openindex_facts(data, owner))
    files = tuple(_resource(data, each, known["licence"], plugins) for each in resources)
    return DatasetFacts(id=one.id, name=data["name"], gathered=now, resources=files, **known)


def _resource(
    dataset: Mapping[str, Any], data: Mapping[str, Any], licence: str, plugins: Iterable[Any]
) -> ResourceFacts:
    url = str(data.get("url") or "")
    uploaded = data.get("url_type") == "upload"
    if uploaded:
        name = quote(url.rsplit("/", 1)[-1])
        url = f"{config.site_url()}/dataset/{dataset['id']}/resource/{data['id']}/download/{name}"
    form = str(data.get("format") or "").strip().lower()
    known: dict[str, Any] = {
        "name": data.get("name") or "",
        "url": url,
        "access_url": str(data.get("access_url") or url),
        "download_url": str(data.get("download_url") or (url if uploaded else "")),
        "format": form,
        "media_type": str(data.get("mimetype") or "").lower(),
        "licence": _licence(data.get("license")) or licence,
        "rights": str(data.get("rights") or ""),
        "size": _size(data.get("size")),
        "issued": moment(data.get("issued") or data.get("created")),
        "modified": moment(_changed(data)),
        "api": bool(data.get("datastore_active")) or form in APIS,
    }
    for plugin in plugins:
        known.update(plugin.openindex_resource({**data, "url": url}))
    return ResourceFacts(id=data["id"], **known)


def _licence(said: Any) -> str:
    """A licence; empty for CKAN's word that there is none, which linked data leave out too."""
    word = str(said or "")
    return "" if word.lower() == UNLICENSED else word


def moment(value: Any) -> datetime | None:
    """A date or instant of the catalogue in UTC; None for what is neither."""
    if isinstance(value, (datetime, date)):
        return instant(value)
    try:
        return instant(str(value)) if value else None
    except ValueError:
        return None


def _changed(resource: Mapping[str, Any]) -> Any:
    """When the data of a resource last changed; that it was entered then says nothing of them."""
    return resource.get("modified") or resource.get("last_modified")


def _newest(values: Iterable[Any]) -> datetime | None:
    return max((known for value in values if (known := moment(value))), default=None)


def _size(value: Any) -> int | None:
    try:
        size = int(value)
    except (TypeError, ValueError):
        return None
    return size if size >= 0 else None


def _any(data: Mapping[str, Any], names: Iterable[str]) -> bool:
    return any(data.get(name) for name in names)
