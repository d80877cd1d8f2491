"""What templates ask about ratings."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.openindex.adapters.feedback import ratings


def openindex_rating(dataset_id: str) -> dict[str, Any]:
    """``ratings``, their ``mean`` and the reader's ``own`` of a dataset that the reader sees."""
    user = tk.current_user
    found = ratings.of(dataset_id, user.id if user.is_authenticated else "")
    return {"ratings": found.ratings, "mean": found.mean, "own": found.own}
