"""Sends many datasets to Solr in one request, as the documents CKAN itself would send."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import FunctionType
from typing import Any, Final

import pysolr
from ckan.lib.search import index as ckan_index
from ckan.lib.search.common import SearchIndexError, make_connection
from ckanext.govopen import config, signals

from .bulk_read import Shown, shown

WITHIN_MS: Final = 1000
"""Milliseconds within which Solr shows a batch: many batches then share one commit."""

_REFUSED: Final = "HTTP 400"
"""How pysolr tells that a document is at fault, not Solr."""


class _Sink:
    """Stands for the connection to Solr while documents are made; keeps them instead."""

    url = "batch"

    def __init__(self) -> None:
        self.documents: list[dict[str, Any]] = []

    def add(self, docs: list[dict[str, Any]], commit: bool = False) -> None:
        self.documents += docs


def documents(datasets: Iterable[Shown]) -> list[dict[str, Any]]:
    """The Solr documents of ``datasets``, made by CKAN's ``index_package`` and its plugin hooks."""
    sink, index = _Sink(), ckan_index.PackageSearchIndex()
    # CKAN makes a document and sends it in one function. Its code runs here with a connection
    # that only keeps what it is given; nothing of CKAN's own is replaced.
    original = ckan_index.PackageSearchIndex.index_package
    names = {**original.__globals__, "make_connection": lambda: sink}
    make = FunctionType(original.__code__, names, original.__name__, original.__defaults__)
    for default, custom in datasets:
        make(index, {**default, "with_custom_schema": custom}, True)
    return sink.documents


def send(package_ids: Iterable[str], known: Mapping[str, Shown] | None = None) -> dict[str, str]:
    """Index datasets in one request; ``known`` spares reading those it holds.

    The answer names datasets that Solr refuses, each with the reason; the others are in. Raises
    SearchIndexError when Solr does not answer.
    """
    ids = list(dict.fromkeys(package_ids))
    known = known or {}
    read = {**known, **shown([one for one in ids if one not in known])}
    there = [one for one in ids if one in read]
    signals.index_begins.send("index", dataset_ids=there)
    found = documents(read[one] for one in there)
    if not found or _take(found) is None:
        return {}
    refused = {document["id"]: _take([document]) for document in found}
    return {package_id: reason for package_id, reason in refused.items() if reason}


def _take(found: list[dict[str, Any]]) -> str | None:
    """Have Solr take documents; why it refuses them, if it does."""
    try:
        make_connection().add(docs=found, commit=False, commitWithin=str(WITHIN_MS))
    except pysolr.SolrError as error:
        if _REFUSED in str(error):
            return str(error)[:300]
        raise SearchIndexError(f"Solr did not take {len(found)} datasets: {error}") from error
    except OSError as error:
        raise SearchIndexError(f"Solr does not answer: {error}") from error
    return None


def show_now() -> None:
    """Make what was sent visible to searches at once, unless the site leaves that to Solr."""
    if config.solr_commits_at_once():
        ckan_index.PackageSearchIndex().commit()
