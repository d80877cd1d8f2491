"""Addresses that name nothing: what holds a NUL is no id of anything, and no database takes it."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint

guard = Blueprint("prov_guard", __name__)

REPLACEMENT: Final = "\ufffd"
"""Unicode's stand-in for what cannot be shown; no id has it."""


@guard.app_url_value_preprocessor
def replace_nul(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Have whoever answers, CKAN too, find nothing, instead of meeting an error of the driver."""
    for name, value in (values or {}).items():
        if isinstance(value, str) and "\0" in value:
            values[name] = value.replace("\0", REPLACEMENT)  # type: ignore[index]
