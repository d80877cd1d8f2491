"""Versions of a dataset compared with each other, and restored."""

from __future__ import annotations

from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.prov.adapters import comparing, reading, snapshots
from ckanext.prov.adapters.reader import visible
from ckanext.prov.logic import schema

STAYS: Final = frozenset(
    {
        "id",
        "name",
        "type",
        "owner_org",
        "state",
        "private",
        "status",
        "grade",
        "res_code",
        "withdrawn_at",
        "withdrawn_reason",
        "creator_user_id",
        "metadata_created",
        "metadata_modified",
        "num_resources",
        "num_tags",
        "organization",
        "relationships_as_subject",
        "relationships_as_object",
        "isopen",
        "license_title",
        "compiled_into",
    }
)
"""Fields that restoring leaves as they are: who owns a dataset, who may see it, where it stands
in its life, and what it is called in addresses."""

_FILE_FIELDS: Final = ("url", "url_type", "size", "mimetype", "last_modified", "hash", "position")
"""Fields of a resource that belong to its file, which is not restored."""


@tk.side_effect_free
@tk.validate_action_data(schema.version_compare)
def prov_version_compare(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What differs between two versions, or between a version and the dataset as it is now.

    :param id: id or name of the dataset
    :param before: label of the earlier version
    :param after: label of the later version; empty for the dataset as it is now

    :returns: ``fields`` that were added, removed or changed, with both values; ``resources``
        likewise; for tables (CSV, XLSX) whose bytes are still there the rows added and removed
    """
    package, reader = visible(context, data_dict["id"])
    tk.check_access("prov_version_compare", context, {"id": package.id})
    old = reading.version(package.id, data_dict["before"], reader)
    if data_dict["after"]:
        new = reading.version(package.id, data_dict["after"], reader)
        after, files = snapshots.shown(new.snapshot), new.files
    else:
        after = tk.get_action("package_show")(reader.context, {"id": package.id})
        files = reading.known_files(package.id)
    return comparing.versions(snapshots.shown(old.snapshot), after, old.files, files)


@tk.validate_action_data(schema.version)
def prov_version_restore(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Give a dataset the metadata that it had in a version, by the rules of its form.

    Owner, grade, status, name and code stay as they are. Resources that are there keep their
    files and get back their descriptions; links that were removed come back; files that were
    removed do not.

    :param id: id or name of the dataset
    :param label: label of the version

    :returns: the dataset, as ``package_update`` gives it
    """
    package, reader = visible(context, data_dict["id"])
    tk.check_access("prov_version_restore", context, {"id": package.id})
    row = reading.version(package.id, data_dict["label"], reader)
    now = tk.get_action("package_show")({**reader.context, "for_update": True}, {"id": package.id})  # type: ignore[misc]
    then = snapshots.shown(row.snapshot)
    kept = {key: value for key, value in now.items() if key in STAYS}
    past = {key: value for key, value in then.items() if key not in STAYS}
    whole = {**past, **kept, "resources": _resources(now, then)}
    return tk.get_action("package_update")(_writer(context), whole)


def _writer(context: Context) -> Context:
    """The same user, without what an earlier call left in the context."""
    kept = ("user", "auth_user_obj", "ignore_auth")
    return Context(**{key: context[key] for key in kept if key in context})  # type: ignore[typeddict-item]


def _resources(now: dict[str, Any], then: dict[str, Any]) -> list[dict[str, Any]]:
    past = {one["id"]: one for one in then["resources"]}
    found = [_resource(one, past.pop(one["id"], None)) for one in now["resources"]]
    links = [one for one in past.values() if one.get("url_type") != "upload"]
    # A resource that was deleted keeps its id in the database; it comes back as another one.
    fresh = ("id", "package_id", "created", "metadata_modified", "position", "state")
    return found + [{k: v for k, v in one.items() if k not in fresh} for one in links]


def _resource(now: dict[str, Any], then: dict[str, Any] | None) -> dict[str, Any]:
    if then is None:
        return now
    stored = now.get("url_type") == "upload" or then.get("url_type") == "upload"
    own = {key: now.get(key) for key in _FILE_FIELDS if key in now} if stored else {}
    return {**then, **own, "id": now["id"]}
