"""CKAN's DataStore actions, told of in the log where a table has no file that would tell of it.

A call is an entry: how many rows, never what is in them. The DataStore is a database of its own,
so an entry is written when the rows are, and not in one transaction with them.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Action, Context
from ckanext.prov import config
from ckanext.prov.adapters import rows


@tk.chained_action
def datastore_create(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """CKAN's; rows that come with it are told of."""
    count = rows.given(data_dict)
    result = original(context, data_dict)
    if count and config.datastore():
        rows.written(context, str(result.get("resource_id") or ""), count, "insert")
        _commit(context)
    return result


@tk.chained_action
def datastore_upsert(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """CKAN's; a dry run writes nothing and is not told of."""
    count, method = rows.given(data_dict), str(data_dict.get("method") or "upsert")
    told = count and not data_dict.get("dry_run") and config.datastore()
    resource_id = str(data_dict.get("resource_id") or "")
    result = original(context, data_dict)
    if told:
        rows.written(context, resource_id, count, method)
        _commit(context)
    return result


@tk.chained_action
def datastore_delete(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """CKAN's; rows are counted before they are gone, and without ``filters`` it is the table."""
    resource_id = str(data_dict.get("resource_id") or data_dict.get("id") or "")
    whole = data_dict.get("filters") is None
    told = config.datastore() and rows.is_table(resource_id)
    before = rows.count(resource_id) if told else 0
    result = original(context, data_dict)
    if told:
        rows.deleted(context, resource_id, before, whole=whole)
        _commit(context)
    return result


def _commit(context: Context) -> None:
    if not context.get("defer_commit"):
        model.repo.commit()


def actions() -> dict[str, Action]:
    """The three of them where the DataStore is there: there is nothing to chain otherwise."""
    if not p.plugin_loaded("datastore"):
        return {}
    own = (datastore_create, datastore_upsert, datastore_delete)
    return {action.__name__: action for action in own}
