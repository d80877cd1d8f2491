"""Permissions; each function bears the name of its action.

Figures are of what everybody may see, and everybody may see them. A dataset's own figures are
shown to whoever may see the dataset, which the actions check.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context

__all__ = [
    "openindex_advice",
    "openindex_dataset_list",
    "openindex_explain",
    "openindex_history",
    "openindex_methodology_show",
    "openindex_node_list",
    "openindex_ranking",
    "openindex_show",
]


@tk.auth_allow_anonymous_access
def openindex_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def openindex_explain(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def openindex_history(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def openindex_advice(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def openindex_ranking(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def openindex_node_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def openindex_dataset_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def openindex_methodology_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}
