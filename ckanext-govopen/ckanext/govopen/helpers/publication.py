"""Which moves of a dataset's life the reader may make."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.govopen.domain import publication


def govopen_moves(dataset: dict[str, Any]) -> list[publication.Move]:
    """The moves open to this reader for ``dataset`` in its present state."""
    status = dataset.get("status") or "draft"
    return [
        move
        for move in publication.possible(status)
        if tk.h.check_access(f"govopen_dataset_{move.verb}", {"id": dataset["id"]})
    ]
