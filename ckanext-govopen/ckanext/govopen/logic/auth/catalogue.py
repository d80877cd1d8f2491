"""Who may read and edit the catalogue tree and the element registry.

Everybody reads; what a reader sees of it the actions decide. The catalogue authority edits
everything, an organization's editors what is below the organization's own catalogue.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context
from ckanext.govopen.adapters import authority

from ._common import keeper


@tk.auth_allow_anonymous_access
def govopen_node_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def govopen_node_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def govopen_node_tree(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


def govopen_node_create(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return keeper(authority.edits_below(context["user"], data_dict.get("parent")))


def govopen_node_update(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return keeper(authority.edits(context["user"], data_dict["id"]))


def govopen_node_move(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    user = context["user"]
    there = "parent" not in data_dict or authority.edits_below(user, data_dict["parent"])
    return keeper(authority.edits(user, data_dict["id"]) and there)


def govopen_node_merge(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    user = context["user"]
    into = data_dict.get("into")
    both = authority.edits(user, data_dict["id"]) and (not into or authority.edits(user, into))
    return keeper(both)


def govopen_node_retire(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return keeper(authority.edits(context["user"], data_dict["id"]))


def govopen_node_restore(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return keeper(authority.edits(context["user"], data_dict["id"]))


def govopen_node_keeper(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Name the organization that keeps a region's catalogue."""
    return keeper(authority.is_authority(context["user"]))


def govopen_node_import(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever keeps a catalogue may send a file; each of its rows is checked by the action."""
    user = context["user"]
    return keeper(authority.is_authority(user) or bool(authority.kept_catalogues(user)))


def govopen_node_export(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """A file has every class, also those that only hidden datasets use."""
    return keeper(authority.edits_below(context["user"], data_dict.get("id")))


@tk.auth_allow_anonymous_access
def govopen_element_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def govopen_element_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def govopen_element_autocomplete(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


@tk.auth_allow_anonymous_access
def govopen_element_datasets(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return {"success": True}


def govopen_element_create(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return keeper(authority.is_authority(context["user"]))


def govopen_element_update(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return keeper(authority.is_authority(context["user"]))


def govopen_element_merge(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return keeper(authority.is_authority(context["user"]))
