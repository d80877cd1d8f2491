"""Who says something of a dataset, and whether that person may."""

from __future__ import annotations

from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import Context
from ckanext.openindex.adapters.feedback import whose

from . import subject

OFTEN: Final = 20
"""Requests, and apps, that one person can send in a day."""


def person(context: Context) -> model.User:
    """Who calls the action. Raises NotAuthorized for nobody."""
    found = model.User.get(context.get("user") or "")
    if found is None:
        raise tk.NotAuthorized(tk._("Sign in first."))
    return found


def may_change(context: Context, dataset_id: str) -> bool:
    """Whether whoever calls may change a dataset."""
    found = model.Session.get(model.Package, dataset_id)
    if found is None or found.state != "active":
        return False
    asked: Any = {"user": context.get("user", "")}
    return authz.is_authorized_boolean("package_update", asked, {"id": dataset_id})


def departments(context: Context) -> list[str] | None:
    """Ids of the departments whose datasets whoever calls may change; None for all."""
    user = context.get("user") or ""
    if authz.is_sysadmin(user):
        return None
    asked: Any = {"user": user}
    given = {"permission": "update_dataset"}
    return [one["id"] for one in tk.get_action("organization_list_for_user")(asked, given)]


def check_reader(context: Context, dataset_id: str, field: str) -> None:
    """Raises ValidationError for those who keep the dataset: they are none of its readers."""
    if may_change(context, dataset_id):
        message = tk._("You look after this dataset; its readers' voices count here.")
        raise tk.ValidationError({field: [message]})


def check_often(row: Any, user_id: str, field: str) -> None:
    """Raises ValidationError for who has sent too many today."""
    if whose.lately(row, user_id) >= OFTEN:
        message = tk._("You have sent {} today; go on tomorrow.").format(OFTEN)
        raise tk.ValidationError({field: [message]})


def dataset(context: Context, dataset_id: str) -> dict[str, str] | None:
    """Name and title of a dataset; None where whoever calls may not see it."""
    found = model.Session.get(model.Package, dataset_id)
    if found is None or not subject.may_see(context, found):
        return None
    return {"name": found.name, "title": found.title or found.name}
