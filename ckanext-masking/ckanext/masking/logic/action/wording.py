"""CKAN's own actions that save texts; what people write is looked at first."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.masking.adapters.wording import looked_at


@tk.chained_action
def package_create(next_action: Any, context: Context, data_dict: dict[str, Any]) -> Any:
    """As the action behind it, after a look at title, description, tags and names of files."""
    with looked_at(context, data_dict, "package"):
        return next_action(context, data_dict)


@tk.chained_action
def package_update(next_action: Any, context: Context, data_dict: dict[str, Any]) -> Any:
    """As the action behind it, after a look at texts that are new."""
    with looked_at(context, data_dict, "package"):
        return next_action(context, data_dict)


@tk.chained_action
def resource_create(next_action: Any, context: Context, data_dict: dict[str, Any]) -> Any:
    """As the action behind it, after a look at name, description and name of the file."""
    with looked_at(context, data_dict, "resource"):
        return next_action(context, data_dict)


@tk.chained_action
def resource_update(next_action: Any, context: Context, data_dict: dict[str, Any]) -> Any:
    """As the action behind it, after a look at texts that are new."""
    with looked_at(context, data_dict, "resource"):
        return next_action(context, data_dict)
