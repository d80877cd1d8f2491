"""Who may report datasets by workbook: editors, each for the own departments."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz
from ckan.types import AuthResult, Context

PERMISSION = "create_dataset"


def govopen_dataset_template(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _editor(context, None)


def govopen_dataset_import(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _editor(context, data_dict.get("organization"))


def _editor(context: Context, organization: str | None) -> AuthResult:
    """An editor of the department, or of any when none is named; rows are checked one by one."""
    user = context.get("user") or ""
    if organization:
        allowed = authz.has_user_permission_for_group_or_org(organization, user, PERMISSION)
    else:
        allowed = authz.has_user_permission_for_some_org(user, PERMISSION)
    if allowed:
        return {"success": True}
    return {"success": False, "msg": tk._("Only editors of a department may report its datasets")}
