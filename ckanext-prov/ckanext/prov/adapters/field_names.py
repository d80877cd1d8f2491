"""What fields of metadata are called on pages: as the site's schema has it, or as CKAN says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk


@dataclass(frozen=True)
class FieldNames:
    """Labels of the fields of a type of dataset, and of its resources; ``fields`` are those of
    the site's schema, by name."""

    core: Mapping[str, str]
    fields: Mapping[str, Mapping[str, Any]]

    def label(self, name: str) -> str:
        said = self.fields.get(name, {}).get("label")
        return str(tk.h.scheming_language_text(said)) if said else self.core.get(name, name)

    def value(self, name: str, value: str) -> str:
        """The label of a value that was chosen from a list; other values as they are."""
        field = self.fields.get(name)
        choices = tk.h.scheming_field_choices(field) if field else None
        return str(tk.h.scheming_choices_label(choices, value)) if choices else value


def of(dataset_type: str) -> FieldNames:
    """Labels in the language of the request."""
    return FieldNames(_core(), _scheming(dataset_type))


def _scheming(dataset_type: str) -> dict[str, Mapping[str, Any]]:
    if not p.plugin_loaded("scheming_datasets"):
        return {}
    schema: Mapping[str, Any] = tk.h.scheming_get_dataset_schema(dataset_type) or {}
    fields = [*schema.get("resource_fields", ()), *schema.get("dataset_fields", ())]
    return {one["field_name"]: one for one in fields if one.get("field_name")}


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
