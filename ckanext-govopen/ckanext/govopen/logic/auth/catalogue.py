"""Who may read and edit the catalogue tree and the element registry."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context


@tk.auth_allow_anonymous_access
def govopen_node_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def govopen_node_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def govopen_element_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def govopen_element_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}
