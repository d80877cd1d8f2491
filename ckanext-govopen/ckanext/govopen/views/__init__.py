"""Pages of the portal."""

from __future__ import annotations

from flask import Blueprint

__all__ = ["get_blueprints"]


def get_blueprints() -> list[Blueprint]:
    return []
