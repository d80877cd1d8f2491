"""What several modules of permission functions say."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult


def keeper(allowed: bool) -> AuthResult:
    """The answer to whoever wants to edit the catalogue tree or the element registry."""
    if allowed:
        return {"success": True}
    return {"success": False, "msg": tk._("You do not keep this part of the catalogue")}
