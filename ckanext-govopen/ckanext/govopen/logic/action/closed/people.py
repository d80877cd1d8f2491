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
    """Without the ids of hidden datasets."""
    members = original(context, data_dict)
    ids = [row[0] for row in members if row[1] == "package"]
    if not ids or visibility.sees_all(context):
        return members
    query = sa.select(model.Package).where(model.Package.id.in_(ids))
    seen = visibility.visible_ids(context, model.Session.scalars(query))
    return [row for row in members if row[1] != "package" or row[0] in seen]


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


ACTIONS: dict[str, Action] = {"member_list": member_list, "user_show": user_show}
