"""Statements that came with a dataset are for programs: neither searched nor shown as a field."""

from __future__ import annotations

from typing import Any

from ckanext.prov.domain.foreign import STATEMENTS


def without(dataset: dict[str, Any]) -> dict[str, Any]:
    """A dataset, or its document in the index, without them."""
    left_out = {key: value for key, value in dataset.items() if not key.endswith(STATEMENTS)}
    extras = dataset.get("extras")
    if isinstance(extras, list):
        left_out["extras"] = [row for row in extras if row.get("key") != STATEMENTS]
    return left_out
