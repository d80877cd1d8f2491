"""API actions of the extension."""

from __future__ import annotations

from ckan.types import Action


def get_actions() -> dict[str, Action]:
    """Actions by name; each is reachable over HTTP."""
    return {}
