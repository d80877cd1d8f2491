"""What CKAN's search hooks do: our fields into the index, our query out of the reader's words."""

from __future__ import annotations

from typing import Any


def before_search(params: dict[str, Any]) -> dict[str, Any]:
    return params


def after_search(results: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
    return results


def before_index(document: dict[str, Any]) -> dict[str, Any]:
    return document
