"""Puts counts into datasets as they are shown and indexed, the way core tracking does.

The field is core tracking's ``tracking_summary``, with downloads and calls of the API beside it:
CKAN drops it when what was shown is saved again.
"""

from __future__ import annotations

from typing import Any

from ckan.types import Context
from ckanext.openindex import config

from . import readers, reading

FIELD = "tracking_summary"


def in_dataset(context: Context, dataset: dict[str, Any]) -> None:
    """Add counts to a dataset that is shown; not to one that is read to be changed or indexed."""
    if "id" not in dataset or not config.counting():
        return
    readers.shown(dataset)
    indexing = context.get("use_cache") is False and context.get("validate") is False
    if not indexing and not context.get("for_update"):
        _fill([dataset])


def in_results(found: dict[str, Any]) -> dict[str, Any]:
    """Add counts to the datasets of a page of search results, all in one query."""
    if config.counting():
        _fill([one for one in found["results"] if "id" in one])
    return found


def in_document(document: dict[str, Any]) -> dict[str, Any]:
    """Let the search index sort by views: in all, and of the last days."""
    document.pop(FIELD, None)
    for resource in document.get("resources") or ():
        resource.pop(FIELD, None)
    if config.counting():
        sums = reading.summary(reading.for_index(document["id"]))
        document["views_total"], document["views_recent"] = sums["total"], sums["recent"]
    return document


def _fill(datasets: list[dict[str, Any]]) -> None:
    found = reading.counts(one["id"] for one in datasets)
    for dataset in datasets:
        counts = found[dataset["id"]]
        dataset[FIELD] = reading.summary(counts)
        for resource in dataset.get("resources") or ():
            resource[FIELD] = reading.summary(counts, str(resource.get("id") or ""))
