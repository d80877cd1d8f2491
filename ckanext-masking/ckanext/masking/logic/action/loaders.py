"""Actions of others that would bring something in past the gate.

Loaders copy what links lead to into the DataStore, and the API of files writes into storages. A
file that was uploaded they may load, since the file at its place is the masked one. What a link
leads to nobody has looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from ckanext.masking import config


def by_plugin() -> dict[str, Callable[..., Any]]:
    """The chained actions by the plugin that they belong to."""
    return {"xloader": xloader_submit, "datapusher": datapusher_submit}


@tk.chained_action
def xloader_submit(next_action: Any, context: Context, data_dict: dict[str, Any]) -> Any:
    """As the action behind it, for files that passed the gate."""
    _refuse_links(data_dict)
    return next_action(context, data_dict)


@tk.chained_action
def datapusher_submit(next_action: Any, context: Context, data_dict: dict[str, Any]) -> Any:
    """As the action behind it, for files that passed the gate."""
    _refuse_links(data_dict)
    return next_action(context, data_dict)


@tk.chained_action
def file_create(next_action: Any, context: Context, data_dict: dict[str, Any]) -> Any:
    """As the action behind it, for all storages but that of resources: the gate fills that one."""
    wanted = str(data_dict.get("storage") or config.default_storage())
    if wanted == config.resource_storage():
        message = tk._("Files of resources pass the gate: send the file with its resource.")
        raise tk.ValidationError({"storage": [message]})
    return next_action(context, data_dict)


def _refuse_links(data_dict: dict[str, Any]) -> None:
    resource = model.Session.get(model.Resource, data_dict.get("resource_id") or "")
    if resource is not None and resource.url_type != "upload":
        message = tk._("What a link leads to is not copied unmasked. Upload the file itself.")
        raise tk.ValidationError({"resource_id": [message]})
