"""Who grants clear reading, and who may see what was read.

Grants are given by those who administer the organisation whose data it is, and the audit is seen
by them, for their own data, and by the site's auditors.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz
from ckan.types import AuthResult, Context
from ckanext.masking import config

__all__ = [
    "masking_audit_export",
    "masking_audit_list",
    "masking_grant_create",
    "masking_grant_list",
    "masking_grant_revoke",
    "masking_grant_show",
    "masking_grant_update",
]


def _administers(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """``owner_org`` is that of the data; without one only sysadmins, who are not asked."""
    owner = data_dict.get("owner_org")
    user = str(context.get("user") or "")
    allowed = bool(owner) and authz.has_user_permission_for_group_or_org(owner, user, "admin")
    return {"success": allowed, "msg": tk._("Only administrators of the organization may do this.")}


def masking_grant_create(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _administers(context, data_dict)


def masking_grant_update(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _administers(context, data_dict)


def masking_grant_revoke(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _administers(context, data_dict)


def masking_grant_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Who holds a grant may see it, and who administers the data."""
    user = context.get("auth_user_obj")
    if user is not None and data_dict.get("user_id") == getattr(user, "id", None):
        return {"success": True}
    return _administers(context, data_dict)


def masking_grant_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Every signed-in user: the action lists what each may see."""
    return {"success": bool(context.get("user"))}


def masking_audit_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Auditors; ``organizations`` are those whose reads are asked for, None all of them."""
    user = str(context.get("user") or "")
    if user in config.auditors():
        return {"success": True}
    return {"success": bool(data_dict.get("organizations"))}


def masking_audit_export(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return masking_audit_list(context, data_dict)
