"""A dataset as CKAN's model has it, kept as JSON, and shown later as ``package_show`` would."""

from __future__ import annotations

import copy
import hashlib
import json
from datetime import date, datetime
from typing import Any, Final

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib import plugins as lib_plugins
from ckan.types import Context

from .log import Ticket

_DATASET: Final = tuple(
    column.name for column in model.package_table.c if column.name not in ("extras", "plugin_data")
)
_RESOURCE: Final = tuple(
    column.name for column in model.resource_table.c if column.name != "extras"
)


def take(package: model.Package, ticket: Ticket) -> dict[str, Any]:
    """The dataset in the shape in which ``package_show`` gives it to the dataset's schema."""
    row = {name: _plain(getattr(package, name)) for name in _DATASET}
    extras = [{"key": key, "value": value} for key, value in (package.extras or {}).items()]
    return row | {
        "extras": extras,
        "tags": [{"name": name, "display_name": name, "state": "active"} for name in ticket.tags],
        "groups": [{"id": key} for key in ticket.groups],
        "resources": [_resource(one) for one in package.resources],
    }


def shown(snapshot: dict[str, Any]) -> dict[str, Any]:
    """A snapshot as the dataset's own schema shows it today."""
    plugin = lib_plugins.lookup_package_plugin(snapshot["type"])
    context = Context(ignore_auth=True, session=model.Session, user="")
    whole = {**copy.deepcopy(snapshot), "groups": _groups(snapshot["groups"])}
    whole["organization"] = _organization(snapshot.get("owner_org"))
    whole["num_tags"], whole["num_resources"] = len(whole["tags"]), len(whole["resources"])
    for resource in whole["resources"]:
        if resource.get("url_type") == "upload":
            resource["url"] = _download(resource)
    schema = plugin.show_package_schema()
    found, _ = lib_plugins.plugin_validate(plugin, context, whole, schema, "package_show")
    return found


def digest(snapshot: dict[str, Any], files: dict[str, str]) -> str:
    """SHA-256 over a snapshot and the checksums of its files, as canonical JSON."""
    text = json.dumps([snapshot, files], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _resource(one: model.Resource) -> dict[str, Any]:
    row = {name: _plain(getattr(one, name)) for name in _RESOURCE}
    return {**(one.extras or {}), **row}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def _download(resource: dict[str, Any]) -> str:
    return tk.url_for(
        "dataset_resource.download",
        id=resource["package_id"],
        resource_id=resource["id"],
        filename=str(resource["url"]).rsplit("/")[-1],
        qualified=True,
    )


def _groups(groups: list[dict[str, str]]) -> list[dict[str, Any]]:
    ids = [one["id"] for one in groups]
    if not ids:
        return []
    query = sa.select(model.Group).where(model.Group.id.in_(ids), model.Group.state == "active")
    return [_named(group) for group in model.Session.scalars(query)]


def _organization(owner: str | None) -> dict[str, Any] | None:
    group = model.Session.get(model.Group, owner) if owner else None
    return _named(group) if group is not None and group.state == "active" else None


def _named(group: model.Group) -> dict[str, Any]:
    return {"id": group.id, "name": group.name, "title": group.title}
