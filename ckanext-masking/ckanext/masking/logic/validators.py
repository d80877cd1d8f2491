"""Checks of values in forms and calls."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic import validators as core
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from ckanext.masking.adapters import formerly

__all__ = ["resource_id_does_not_exist"]


def resource_id_does_not_exist(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> Any:
    """In place of CKAN's check of the same name, which lets ids of deleted resources be taken.

    What lies under such an id, a file, rows, and what is kept clear of them, belongs to the
    dataset that had it, and would be read by whoever takes the id for his own.
    """
    core.resource_id_does_not_exist(key, data, errors, context)
    resource_id = data[key]
    if errors[key] or not isinstance(resource_id, str):
        return
    if formerly.of_another(resource_id, str(data.get(("id",)) or "")):
        message = tk._("Another dataset had a resource with this id. Leave the id out.")
        errors[key].append(message)
