"""Versions of a dataset compared with each other, and restored."""

from __future__ import annotations

from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.prov.adapters import comparing, reading, restoring, snapshots, statements
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
in its life, and what it is called in addresses. A grade or a status of long ago would open what
was closed since, or pass by the approver."""


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
    """Give a dataset the description that it had in a version, by the rules of its form.

    Back come its fields and those of its resources, links that were removed, and files that
    changed or were removed where their bytes were kept (``ckanext.prov.keep_files``); what was
    not kept stays as it is now. Owner, name, code, grade, status, state and what came from
    another site with a harvest stay too: they say who answers for the dataset, who may see it and
    what it is called, which are decisions of today.

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
    with restoring.opened(row.files, reading.known_files(package.id)) as files:
        resources = restoring.resources(now["resources"], then["resources"], files)
        whole = statements.brought({**past, **kept, "resources": resources}, now)
        return tk.get_action("package_update")(_writer(context), whole)


def _writer(context: Context) -> Context:
    """The same user, without what an earlier call left in the context."""
    kept = ("user", "auth_user_obj", "ignore_auth")
    return Context(**{key: context[key] for key in kept if key in context})  # type: ignore[typeddict-item]
