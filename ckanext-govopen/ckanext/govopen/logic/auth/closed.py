"""Permissions of core that would go round the one visibility rule."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import AuthFunction, AuthResult, Context
from ckanext.govopen.adapters import authority

__all__ = ["bulk_update_private", "bulk_update_public", "harvest_source_create"]


@tk.chained_auth_function
def bulk_update_public(
    original: AuthFunction, context: Context, data_dict: dict[str, Any]
) -> AuthResult:
    """Refused: core's bulk action sets ``private`` in SQL, past the grade that decides it."""
    return _by_grade()


@tk.chained_auth_function
def bulk_update_private(
    original: AuthFunction, context: Context, data_dict: dict[str, Any]
) -> AuthResult:
    return _by_grade()


@tk.chained_auth_function
def harvest_source_create(
    original: AuthFunction, context: Context, data_dict: dict[str, Any]
) -> AuthResult:
    """The authority alone: a source brings datasets of any department, past its editors."""
    if authority.is_authority(context.get("user")):
        return {"success": True}
    return {"success": False, "msg": tk._("Only the catalogue authority sets up harvest sources.")}


def _by_grade() -> AuthResult:
    return {"success": False, "msg": tk._("Visibility follows the grade; change the grade.")}
