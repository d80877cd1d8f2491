"""Permissions; each function bears the name of its action.

Who may see a dataset may see its log; what of it is told is decided entry by entry. Who may
change it may name its versions and say what it derives from.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz
from ckan.types import AuthResult, Context

__all__ = [
    "prov_chain_verify",
    "prov_dataset_validate",
    "prov_derivation_create",
    "prov_derivation_delete",
    "prov_derivation_list",
    "prov_entry_list",
    "prov_version_compare",
    "prov_version_create",
    "prov_version_list",
    "prov_version_restore",
    "prov_version_show",
]


def _may(action: str, context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return authz.is_authorized(action, context, {"id": data_dict["id"]})


@tk.auth_allow_anonymous_access
def prov_entry_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _may("package_show", context, data_dict)


@tk.auth_allow_anonymous_access
def prov_version_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _may("package_show", context, data_dict)


@tk.auth_allow_anonymous_access
def prov_version_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _may("package_show", context, data_dict)


@tk.auth_allow_anonymous_access
def prov_version_compare(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _may("package_show", context, data_dict)


@tk.auth_allow_anonymous_access
def prov_derivation_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _may("package_show", context, data_dict)


def prov_version_create(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _may("package_update", context, data_dict)


def prov_version_restore(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _may("package_update", context, data_dict)


def prov_derivation_create(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _may("package_update", context, data_dict)


def prov_derivation_delete(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _may("package_update", context, data_dict)


def prov_chain_verify(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": False, "msg": tk._("Only system administrators may verify the log")}


def prov_dataset_validate(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return _may("package_update", context, data_dict)
