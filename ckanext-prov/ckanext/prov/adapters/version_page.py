"""A version of a dataset, and what two of them differ in, as pages show them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckanext.prov.domain.compare import LEFT_OUT

from . import field_names

_NOT_SHOWN: Final = LEFT_OUT | {"id", "type", "name", "extras", "owner_org", "state", "private"}
MOST_CHARACTERS: Final = 2000
"""Characters of a value on a page."""


@dataclass(frozen=True)
class File:
    """A resource as it was. ``kept``: its bytes can still be downloaded."""

    id: str
    name: str
    format: str
    sha256: str
    kept: bool
    url: str


def made(version: Mapping[str, Any]) -> datetime:
    """When it was made, in the zone of the site."""
    return datetime.fromisoformat(version["made"]).astimezone(tk.h.get_display_timezone())


def files(version: Mapping[str, Any]) -> list[File]:
    """Its resources, in their order."""
    known = {one["resource_id"]: one for one in version["files"]}
    found: list[File] = []
    for one in version["metadata"].get("resources") or ():
        file = known.get(one["id"], {})
        link = one.get("url_type") != "upload"
        found.append(
            File(
                one["id"],
                one.get("name") or tk._("a resource without a name"),
                one.get("format") or "",
                file.get("sha256", ""),
                bool(file.get("kept")),
                str(one.get("url") or "") if link else "",
            )
        )
    return found


def fields(metadata: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and value of each field that says something, in the order of the site's form."""
    names = field_names.of(str(metadata.get("type") or "dataset"))
    shown = {key: value for key, value in metadata.items() if key not in _NOT_SHOWN}
    shown |= {one["key"]: one["value"] for one in metadata.get("extras") or ()}
    order = {name: place for place, name in enumerate(names.fields)}
    shown = dict(sorted(shown.items(), key=lambda one: order.get(one[0], len(order))))
    told = [(names.label(key), text(value, key, names)) for key, value in shown.items()]
    return [(label, value) for label, value in told if value]


def changes(found: Iterable[Mapping[str, Any]], dataset_type: str) -> list[dict[str, str]]:
    """Fields that differ, with label and both values as text."""
    names = field_names.of(dataset_type)
    return [
        {
            "label": names.label(one["field"]),
            "kind": one["kind"],
            "before": text(one["before"], one["field"], names),
            "after": text(one["after"], one["field"], names),
        }
        for one in found
    ]


def text(value: Any, field: str, names: field_names.FieldNames) -> str:
    """A value as people read it; long ones are cut."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return tk._("yes") if value else tk._("no")
    if field == "license_id":
        licence = next((o for o in tk.get_action("license_list")({}, {}) if o["id"] == value), {})
        return str(licence.get("title") or value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        told = "\n".join(names.value(field, one) for one in value)
    elif isinstance(value, list) and all(isinstance(one, Mapping) for one in value):
        told = "\n".join(_item(one) for one in value)
    else:
        plain = isinstance(value, str)
        told = names.value(field, value) if plain else json.dumps(value, ensure_ascii=False)
    return told if len(told) <= MOST_CHARACTERS else told[:MOST_CHARACTERS] + "…"


def _item(one: Mapping[str, Any]) -> str:
    """A tag, a group or a row of subfields in one line."""
    name = one.get("display_name") or one.get("title") or one.get("name")
    return str(name) if name else json.dumps(one, ensure_ascii=False)
