"""What templates ask about use."""

from __future__ import annotations

from ckanext.openindex import config
from ckanext.openindex.adapters.usage import reading


def openindex_usage(dataset_id: str, resource_id: str = "") -> dict[str, int] | None:
    """Views, downloads and API calls of a dataset or one of its resources; None if uncounted."""
    if not config.counting():
        return None
    return reading.summary(reading.counts([dataset_id])[dataset_id], resource_id)
