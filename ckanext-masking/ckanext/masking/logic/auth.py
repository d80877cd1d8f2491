"""Permissions; each function bears the name of its action.

Who may change a dataset may know what the gate holds of it. Whether something goes out that the
gate stopped is decided by those who administer its department, never by the uploader as such.
"""

from __future__ import annotations

from typing import Any

from ckan import authz
from ckan.types import AuthResult, Context

from .reading_auth import (
    masking_audit_export,
    masking_audit_list,
    masking_grant_create,
    masking_grant_list,
    masking_grant_revoke,
    masking_grant_show,
    masking_grant_update,
)

__all__ = [
    "masking_audit_export",
    "masking_audit_list",
    "masking_grant_create",
    "masking_grant_list",
    "masking_grant_revoke",
    "masking_grant_show",
    "masking_grant_update",
    "masking_review_list",
    "masking_scan_list",
    "masking_sent_list",
    "masking_upload_approve",
    "masking_upload_discard",
    "masking_upload_list",
    "masking_upload_retry",
    "masking_upload_return",
    "masking_upload_show",
]


def _edits(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return authz.is_authorized("package_update", context, {"id": data_dict["package_id"]})


def _administers(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    from ckan import model

    package = model.Session.get(model.Package, data_dict["package_id"])
    owner = package.owner_org if package else None
    user = str(context.get("user") or "")
    allowed = bool(owner) and authz.has_user_permission_for_group_or_org(owner, user, "admin")
    return {"success": allowed}


def masking_upload_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _edits(context, data_dict)


def masking_upload_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _edits(context, data_dict)


def masking_upload_discard(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _edits(context, data_dict)


def masking_upload_retry(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _edits(context, data_dict)


def masking_upload_approve(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _administers(context, data_dict)


def masking_upload_return(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _administers(context, data_dict)


def masking_review_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Anybody signed in: the list has only what he may decide on."""
    return {"success": bool(context.get("user"))}


def masking_sent_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Anybody signed in: the list has only what he handed in himself."""
    return {"success": bool(context.get("user"))}


def masking_scan_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Anybody signed in: the list has only what is of departments that he administers."""
    return {"success": bool(context.get("user"))}
