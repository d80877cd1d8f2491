"""Permissions; each function bears the name of its action.

Figures are of what everybody may see, and everybody may see them. A dataset's own figures are
shown to whoever may see the dataset, which the actions check. Whoever says something of a dataset
is signed in; that the person may see the dataset, or may change it, the actions check as well,
since what is hidden is to be answered as what is not there.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context

__all__ = [
    "openindex_advice",
    "openindex_app_create",
    "openindex_app_decide",
    "openindex_app_list",
    "openindex_dataset_list",
    "openindex_explain",
    "openindex_history",
    "openindex_methodology_show",
    "openindex_node_list",
    "openindex_ranking",
    "openindex_rating_create",
    "openindex_rating_show",
    "openindex_request_answer",
    "openindex_request_create",
    "openindex_request_list",
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


@tk.auth_allow_anonymous_access
def openindex_app_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def openindex_rating_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


def openindex_app_create(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": bool(context.get("user"))}


def openindex_app_decide(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": bool(context.get("user"))}


def openindex_rating_create(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": bool(context.get("user"))}


def openindex_request_answer(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": bool(context.get("user"))}


def openindex_request_create(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": bool(context.get("user"))}


def openindex_request_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": bool(context.get("user"))}
