"""Harvest sources and the raw records they keep."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Action, Context
from ckanext.govopen.adapters import visibility


@tk.chained_action
@tk.side_effect_free
def harvest_source_list(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Only the sources the reader may see: their configuration may hold addresses and keys."""
    tk.check_access("harvest_source_list", context, data_dict)
    sources = original(context, data_dict)
    query = sa.select(model.Package).where(model.Package.id.in_([row["id"] for row in sources]))
    seen = visibility.visible_ids(context, model.Session.scalars(query))
    return [row for row in sources if row["id"] in seen]


@tk.chained_action
@tk.side_effect_free
def harvest_object_show(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """A raw record, for those who see its dataset, or its source when it became no dataset."""
    try:
        found = original(context, data_dict)
    except tk.ObjectNotFound:
        raise tk.ObjectNotFound() from None
    if visibility.sees_all(context):
        return found
    package_id = found.get("package_id") or found.get("package") or found["source"]
    visibility.insist(context, model.Package.get(package_id))
    return found


@tk.chained_action
@tk.side_effect_free
def harvest_object_list(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Ids of a source's records, for those who may run the source."""
    if not visibility.sees_all(context):
        tk.check_access("harvest_source_update", context, {"id": data_dict.get("source_id") or ""})
    return original(context, data_dict)


@tk.chained_action
def harvest_source_create(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Permission first: which name is taken is told to nobody else.

    The answer has a ``status``, as that of ``harvest_source_show``: ckanext-harvest's own command
    prints it.
    """
    tk.check_access("harvest_source_create", context, data_dict)
    made = original(context, data_dict)
    if made.get("status") is None:
        made["status"] = {"job_count": 0, "last_job": None, "total_datasets": 0}
    return made


ACTIONS: dict[str, Action] = {
    "harvest_source_list": harvest_source_list,
    "harvest_object_show": harvest_object_show,
    "harvest_object_list": harvest_object_list,
    "harvest_source_create": harvest_source_create,
}
