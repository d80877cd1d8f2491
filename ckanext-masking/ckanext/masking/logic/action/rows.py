"""Rows that callers write into the DataStore: masked first, or held."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.masking.adapters import row_gate


@tk.chained_action
def datastore_create(next_action: Any, context: Context, data_dict: dict[str, Any]) -> Any:
    """As the action behind it; ``records`` are masked by the dataset's policy first.

    When somebody has to look at them they are held, the table is made without them, and the answer
    has ``masking`` with the upload's id.
    """
    if not data_dict.get("records"):
        return next_action(context, data_dict)
    return row_gate.written("datastore_create", next_action, context, data_dict)


@tk.chained_action
def datastore_upsert(next_action: Any, context: Context, data_dict: dict[str, Any]) -> Any:
    """As the action behind it; ``records`` are masked by the dataset's policy first.

    When somebody has to look at them they are held, nothing is written, and the answer has
    ``masking`` with the upload's id.
    """
    if not data_dict.get("records"):
        return next_action(context, data_dict)
    return row_gate.written("datastore_upsert", next_action, context, data_dict)
