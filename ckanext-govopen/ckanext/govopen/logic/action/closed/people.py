"""Members and users: what core counts and lists of their datasets."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Action, Context
from ckanext.govopen.adapters import visibility


@tk.chained_action
@tk.side_effect_free
def member_list(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Without the ids of hidden datasets; sorted, because CKAN's own order is the table's."""
    members = sorted(original(context, data_dict))
    ids = [row[0] for row in members if row[1] == "package"]
    if not ids or visibility.sees_all(context):
        return members
    query = sa.select(model.Package).where(model.Package.id.in_(ids))
    seen = visibility.visible_ids(context, model.Session.scalars(query))
    return [row for row in members if row[1] != "package" or row[0] in seen]


@tk.chained_action
def _membership(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Core looks the object up before it asks whether the caller may: a hidden one is not there."""
    if data_dict.get("object_type") == "package" and not visibility.sees_all(context):
        visibility.insist(context, model.Package.get(str(data_dict.get("object") or "")))
    return original(context, data_dict)


@tk.chained_action
@tk.side_effect_free
def user_show(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """With the number of datasets that the reader, not only the user, may see."""
    user = original(context, data_dict)
    if visibility.sees_all(context):
        return user
    own = bool(context.get("user")) and context.get("user") == user["name"]
    query = {
        "fq": f'+creator_user_id:"{user["id"]}"', "rows": 0, "facet": "false",
        "include_private": True, "include_drafts": own,
    }  # fmt: skip
    found = tk.get_action("package_search")(visibility.search_context(context), query)
    return {**user, "number_created_packages": found["count"]}


@tk.chained_action
@tk.side_effect_free
def _groups_of_user(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Core counts the datasets of a user's organizations without asking who reads."""
    return _recount(context, original(context, data_dict))


@tk.chained_action
@tk.side_effect_free
def _group(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """The group itself is counted for the reader, the groups in it are not."""
    group = original(context, data_dict)
    return {**group, "groups": _recount(context, group["groups"])} if group.get("groups") else group


def _recount(context: Context, groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if visibility.sees_all(context) or not any("package_count" in group for group in groups):
        return groups
    by_id = visibility.visible_facet(context, "owner_org")
    by_name = visibility.visible_facet(context, "groups")
    return [
        {**group, "package_count": by_id.get(group["id"], 0) or by_name.get(group["name"], 0)}
        for group in groups
    ]


ACTIONS: dict[str, Action] = {
    "member_list": member_list,
    "member_create": _membership,
    "member_delete": _membership,
    "user_show": user_show,
    "organization_list_for_user": _groups_of_user,
    "group_list_authz": _groups_of_user,
    "organization_show": _group,
    "group_show": _group,
}
