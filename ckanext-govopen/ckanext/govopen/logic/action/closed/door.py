"""The door of every action that names one dataset: what may not be seen is not there.

CKAN answers 403 for a dataset that exists and 404 for one that does not, and some actions check
other input first; both tell of a hidden dataset. Here both are the same ``ObjectNotFound``,
before the action looks at anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Action, Context
from ckanext.activity.model import Activity
from ckanext.datastore.backend import DatastoreBackend
from ckanext.govopen.adapters import visibility

Finder = Callable[[str], model.Package | None]


def dataset(reference: str) -> model.Package | None:
    """The dataset with this id or name."""
    return model.Package.get(reference)


def of_resource(reference: str) -> model.Package | None:
    """The dataset of a resource, by the resource's id."""
    resource = model.Resource.get(reference)
    return model.Package.get(resource.package_id) if resource else None


def of_view(reference: str) -> model.Package | None:
    """The dataset of a resource view, by the view's id."""
    view = model.ResourceView.get(reference)
    return of_resource(view.resource_id) if view else None


def of_activity(reference: str) -> model.Package | None:
    """The dataset that an activity is about, by the activity's id."""
    activity = Activity.get(reference)
    return model.Package.get(activity.object_id) if activity else None


def of_table(reference: str) -> model.Package | None:
    """The dataset of a DataStore table, by its resource's id or an alias.

    The DataStore's own tables (``_table_metadata``) list every resource and are nobody's.
    """
    _, real = DatastoreBackend.get_active_backend().resource_id_from_alias(reference)
    return of_resource(real or reference)


def of_either(reference: str) -> model.Package | None:
    """The dataset of a resource, or the dataset itself."""
    return of_resource(reference) or dataset(reference)


READS: dict[str, tuple[tuple[str, ...], Finder]] = {
    "package_show": (("id", "name"), dataset),
    "package_activity_list": (("id",), dataset),
    "package_relationships_list": (("id",), dataset),
    "package_collaborator_list": (("id",), dataset),
    "dataset_follower_count": (("id",), dataset),
    "dataset_follower_list": (("id",), dataset),
    "am_following_dataset": (("id",), dataset),
    "harvest_source_show": (("id",), dataset),
    "harvest_source_show_status": (("id",), dataset),
    "harvest_source_reindex": (("id",), dataset),
    "harvest_job_list": (("source_id",), dataset),
    "resource_show": (("id",), of_resource),
    "resource_view_list": (("id",), of_resource),
    "resource_view_show": (("id",), of_view),
    "activity_show": (("id",), of_activity),
    "activity_data_show": (("id",), of_activity),
    "datastore_search": (("resource_id",), of_table),
    "datastore_info": (("id", "resource_id"), of_table),
}
WRITES: dict[str, tuple[tuple[str, ...], Finder]] = {
    "package_update": (("id", "name"), dataset),
    "package_patch": (("id", "name"), dataset),
    "package_delete": (("id", "name"), dataset),
    "package_revise": (("match.id", "match.name", "match__id", "match__name"), dataset),
    "dataset_purge": (("id",), dataset),
    "package_resource_reorder": (("id",), dataset),
    "package_owner_org_update": (("id",), dataset),
    "package_collaborator_create": (("id",), dataset),
    "package_collaborator_delete": (("id",), dataset),
    "package_relationship_create": (("subject",), dataset),
    "follow_dataset": (("id",), dataset),
    "harvest_source_update": (("id",), dataset),
    "harvest_source_patch": (("id",), dataset),
    "harvest_source_delete": (("id",), dataset),
    "harvest_source_clear": (("id",), dataset),
    "harvest_source_index_clear": (("id",), dataset),
    "harvest_source_job_history_clear": (("id",), dataset),
    "harvest_job_create": (("source_id",), dataset),
    "unfollow_dataset": (("id",), dataset),
    "resource_create": (("package_id",), dataset),
    "resource_update": (("id",), of_resource),
    "resource_patch": (("id",), of_resource),
    "resource_delete": (("id",), of_resource),
    "resource_view_create": (("resource_id",), of_resource),
    "resource_view_reorder": (("id",), of_resource),
    "resource_view_update": (("id",), of_view),
    "resource_view_delete": (("id",), of_view),
    "datastore_create": (("resource_id", "id", "resource.package_id"), of_either),
    "datastore_upsert": (("resource_id", "id"), of_resource),
    "datastore_delete": (("resource_id", "id"), of_resource),
    "datastore_records_delete": (("resource_id", "id"), of_resource),
}


def _value(data_dict: dict[str, Any], key: str) -> str | None:
    """The text under ``key``, or under ``outer.inner``."""
    outer, _, inner = key.partition(".")
    value = data_dict.get(outer)
    if inner:
        value = value.get(inner) if isinstance(value, dict) else None
    return value if isinstance(value, str) else None


def _door(keys: tuple[str, ...], find: Finder) -> Action:
    @tk.chained_action
    def guarded(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
        reference = next(filter(None, (_value(data_dict, key) for key in keys)), None)
        if reference and not visibility.sees_all(context):
            visibility.insist(context, find(reference))
        return original(context, data_dict)

    # Some of CKAN's own extensions leave the check to an inner action.
    guarded.auth_audit_exempt = True  # type: ignore[attr-defined]
    return guarded


ACTIONS: dict[str, Action] = {
    **{name: tk.side_effect_free(_door(keys, find)) for name, (keys, find) in READS.items()},
    **{name: _door(keys, find) for name, (keys, find) in WRITES.items()},
}
