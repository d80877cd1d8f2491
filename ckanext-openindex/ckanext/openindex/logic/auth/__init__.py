"""Permissions; each function bears the name of its action."""

from __future__ import annotations

__all__: list[str] = []
