"""Whose data a caller administers."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import authz
from ckan.types import Context


def administered(context: Context) -> list[str] | None:
    """Ids of the organisations that the caller administers; None when it is all of them."""
    user = str(context.get("user") or "")
    if context.get("ignore_auth") or (user and authz.is_sysadmin(user)):
        return None
    if not user:
        return []
    asked = {"permission": "admin", "include_dataset_count": False}
    found = tk.get_action("organization_list_for_user")({"user": user}, asked)
    return [str(one["id"]) for one in found]
