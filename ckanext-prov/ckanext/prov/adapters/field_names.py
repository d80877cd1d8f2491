"""What fields of metadata are called on pages: as the site's schema has it, or as CKAN says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk


@dataclass(frozen=True)
class FieldNames:
    """Labels of the fields of a type of dataset, and of its resources."""

    known: Mapping[str, str]

    def label(self, name: str) -> str:
        return self.known.get(name) or name


def of(dataset_type: str) -> FieldNames:
    """Labels in the language of the request."""
    return FieldNames({**_core(), **_scheming(dataset_type)})


def _scheming(dataset_type: str) -> dict[str, str]:
    if not p.plugin_loaded("scheming_datasets"):
        return {}
    schema: Mapping[str, Any] = tk.h.scheming_get_dataset_schema(dataset_type) or {}
    fields = [*schema.get("resource_fields", ()), *schema.get("dataset_fields", ())]
    return {
        one["field_name"]: str(tk.h.scheming_language_text(one["label"]))
        for one in fields
        if one.get("field_name") and one.get("label")
    }


def _core() -> dict[str, str]:
    return {
        "title": tk._("Title"),
        "name": tk._("Name"),
        "notes": tk._("Description"),
        "url": tk._("Address"),
        "version": tk._("Version number"),
        "author": tk._("Author"),
        "author_email": tk._("Author's e-mail"),
        "maintainer": tk._("Maintainer"),
        "maintainer_email": tk._("Maintainer's e-mail"),
        "license_id": tk._("Licence"),
        "owner_org": tk._("Department"),
        "private": tk._("Visibility"),
        "state": tk._("State"),
        "tags": tk._("Tags"),
        "groups": tk._("Groups"),
        "description": tk._("Description"),
        "format": tk._("Format"),
        "hash": tk._("Checksum"),
        "mimetype": tk._("Media type"),
        "size": tk._("Size"),
        "url_type": tk._("Kind of address"),
        "derived_from": tk._("Derived from"),
        "type": tk._("Type"),
    }
