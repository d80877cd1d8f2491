"""Tells of rows that were written to a table of the DataStore, or deleted from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from . import recording, telling


def given(data_dict: Mapping[str, Any]) -> int:
    """How many rows a call of a DataStore action brings."""
    records = data_dict.get("records")
    return len(records) if isinstance(records, list) else 0


def is_table(resource_id: str) -> bool:
    """Whether a resource is a table without a file: CKAN gives it the ``url_type`` datastore.

    Rows of others are loaded out of their files, of which the log tells already.
    """
    resource = model.Session.get(model.Resource, resource_id) if resource_id else None
    return resource is not None and resource.url_type == "datastore"


def count(resource_id: str) -> int:
    """Rows of a table now; 0 for one that is not there."""
    asked = {"resource_id": resource_id, "limit": 0, "include_total": True}
    try:
        found = tk.get_action("datastore_search")({"ignore_auth": True}, asked)
    except (tk.ObjectNotFound, tk.ValidationError):
        return 0
    return int(found.get("total") or 0)


def written(context: Context, resource_id: str, rows: int, method: str) -> None:
    """Tell that ``rows`` rows were written by ``method``: insert, upsert or update."""
    if is_table(resource_id):
        _tell(context, resource_id, "rows_written", {"rows": rows, "method": method})


def deleted(context: Context, resource_id: str, before: int, *, whole: bool) -> None:
    """Tell how many rows are gone of ``before``; ``whole``: the table is. Nothing for none."""
    gone = before if whole else before - count(resource_id)
    if gone > 0 or whole:
        _tell(context, resource_id, "rows_deleted", {"rows": max(gone, 0), "table": whole})


def _tell(context: Context, resource_id: str, activity: str, details: Mapping[str, Any]) -> None:
    resource: Any = model.Session.get(model.Resource, resource_id)
    table = [{"kind": "resource", "id": resource_id}]
    claim = {
        "activity": activity,
        "resource_id": resource_id,
        "used": table,
        "generated": table,
        "details": details,
    }
    telling.tell(resource.package_id, claim, user=recording.actor(context))
