"""Who moves a dataset through its life: editors submit, approvers decide."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import AuthResult, Context


def may_approve(user: str | None, owner_org: str | None) -> bool:
    """Whether ``user`` (a name) is an admin of the department or a system administrator."""
    if not user or not owner_org:
        return False
    return authz.is_sysadmin(user) or (
        authz.users_role_for_group_or_org(owner_org, user) == "admin"
    )


def govopen_dataset_submit(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return authz.is_authorized("package_update", context, {"id": data_dict["id"]})


def _approver(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    package = model.Package.get(data_dict["id"])
    seen = package and authz.is_authorized("package_show", context, {"id": package.id})["success"]
    if package and seen and may_approve(context.get("user"), package.owner_org):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the department's approver may do this")}


def govopen_dataset_return(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _approver(context, data_dict)


def govopen_dataset_publish(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _approver(context, data_dict)


def govopen_dataset_withdraw(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _approver(context, data_dict)


def govopen_dataset_restore(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _approver(context, data_dict)
