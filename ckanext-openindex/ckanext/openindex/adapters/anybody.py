"""Asks the actions as somebody who is not signed in: what goes out to everybody."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk


def ask(action: str, **data: Any) -> dict[str, Any]:
    """What ``action`` answers to an anonymous reader."""
    return tk.get_action(action)({"user": "", "auth_user_obj": None, "ignore_auth": False}, data)
