"""What the validators share: reading CKAN's flattened data, and the reader's language."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, FlattenDataDict
from flask import has_request_context


def given(data: FlattenDataDict, *key: Any) -> Any:
    """The value of ``key``, or None when it was not sent."""
    value = data.get(key)
    return None if value is tk.missing else value


def stored(data: FlattenDataDict, context: Context) -> model.Package | None:
    """The dataset that is being updated, or None while one is created.

    A context may be used again for another dataset, so the id decides.
    """
    package = context.get("package")
    if isinstance(package, model.Package) and given(data, "id") in (package.id, package.name):
        return package
    return None


def stored_extra(data: FlattenDataDict, context: Context, field: str) -> str:
    """The value that the dataset being updated has for ``field``; empty when there is none."""
    package = stored(data, context)
    return str(package.extras.get(field) or "") if package else ""


def language() -> str:
    """The language for messages; Chinese outside of a request."""
    return (tk.h.lang() or "zh") if has_request_context() else "zh"


def either(zh: str, en: str) -> str:
    """The one of two messages that the reader understands."""
    return zh if language().startswith("zh") else en
