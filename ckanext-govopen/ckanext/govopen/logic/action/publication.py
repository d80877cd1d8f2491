"""Moves of a dataset through its life: submit, return, publish, withdraw, restore."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.govopen.domain import publication
from ckanext.govopen.logic.schema import publication as schema


def _move(verb: str, context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Check permission and state, change the dataset, and return it as it is now.

    The dataset is read first: one that the user may not see is not found, rather than refused.
    """
    user = {"user": context.get("user", "")}
    dataset = tk.get_action("package_show")({**user}, {"id": data_dict["id"]})
    tk.check_access(f"govopen_dataset_{verb}", context, data_dict)
    reason = data_dict.get("reason") or ""
    problems = publication.check(verb, dataset.get("status") or "draft", reason)
    if problems:
        raise tk.ValidationError({p.field: [f"{p.zh} {p.en}"] for p in problems})
    target = publication.MOVES[verb].target
    withdrawn = target == "withdrawn"
    change = {
        "id": dataset["id"],
        "status": target,
        "withdrawn_at": datetime.now(timezone.utc).isoformat() if withdrawn else "",
        "withdrawn_reason": reason if withdrawn else "",
    }
    return tk.get_action("package_patch")({**user, "ignore_auth": True}, change)


@tk.validate_action_data(schema.govopen_dataset_move)
def govopen_dataset_submit(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Hand a draft to the department's approver.

    :param id: id or name of the dataset
    """
    return _move("submit", context, data_dict)


@tk.validate_action_data(schema.govopen_dataset_move)
def govopen_dataset_return(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Send a submitted dataset back to its editor.

    :param id: id or name of the dataset
    :param reason: what has to be mended
    """
    return _move("return", context, data_dict)


@tk.validate_action_data(schema.govopen_dataset_move)
def govopen_dataset_publish(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Publish a dataset to those whom its grade admits.

    :param id: id or name of the dataset
    """
    return _move("publish", context, data_dict)


@tk.validate_action_data(schema.govopen_dataset_move)
def govopen_dataset_withdraw(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Withdraw a published dataset; it stays in the catalogue, marked 已下架 with the reason.

    :param id: id or name of the dataset
    :param reason: why
    """
    return _move("withdraw", context, data_dict)


@tk.validate_action_data(schema.govopen_dataset_move)
def govopen_dataset_restore(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Publish a withdrawn dataset again.

    :param id: id or name of the dataset
    """
    return _move("restore", context, data_dict)
