"""The score in the search index, for sorting and filtering the dataset search.

The field is one of Solr's dynamic string fields, which a stock schema has too, so scores are
written with all their digits: ``063.20`` stands behind ``009.50`` and before ``100.00``.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from contextvars import ContextVar
from typing import Any, Final

import ckan.plugins as p
import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckanext.openindex.interfaces import IOpenIndex
from ckanext.openindex.model import ScoreRow

from . import methodologies
from .whole import Told, silent

log = logging.getLogger(__name__)

FIELD: Final = "openindex_score"
AT_ONCE: Final = 200

_known: ContextVar[dict[str, float | None] | None] = ContextVar("_known", default=None)
"""Scores of datasets that are about to be indexed together; each is asked for once."""


def written(score: float) -> str:
    """A score from 0 to 100 as the index sorts it."""
    return f"{score:06.2f}"


def before_index(document: dict[str, Any]) -> dict[str, Any]:
    """Add the score of a dataset that has one."""
    known, one = _known.get() or {}, document["id"]
    score = known.pop(one) if one in known else scores([one]).get(one)
    return document if score is None else {**document, FIELD: written(score)}


def look_ahead(dataset_ids: Collection[str]) -> None:
    """Read the scores of datasets that are about to be indexed, in one query."""
    _known.set(dict.fromkeys(dataset_ids) | scores(dataset_ids))


def reindex(dataset_ids: Collection[str], told: Told = silent) -> None:
    """Bring datasets up to date in the index, with one commit for all of them.

    Those that Solr does not take are named in the log; the figures stand, and the next change of
    a dataset's score or fields indexes it again.
    """
    ids = sorted(dataset_ids)
    for start in range(0, len(ids), AT_ONCE):
        batch = ids[start : start + AT_ONCE]
        look_ahead(batch)
        try:
            _send(batch)
        except search.SearchIndexError:
            log.exception("%s datasets have an old score in the search index", len(batch))
        finally:
            _known.set(None)
        told(start + len(batch), len(ids))
    if ids:
        search.commit()


def scores(dataset_ids: Collection[str]) -> dict[str, float | None]:
    """Scores by the methodology that is shown."""
    row = ScoreRow
    query = sa.select(row.dataset_id, row.score).where(
        row.version == methodologies.shown().version, row.dataset_id.in_(dataset_ids)
    )
    return dict(model.Session.execute(query).tuples().all())


def _send(batch: list[str]) -> None:
    if any(plugin.openindex_index(batch) for plugin in p.PluginImplementations(IOpenIndex)):
        return
    there = sa.select(model.Package.id).where(model.Package.id.in_(batch))
    found = list(model.Session.scalars(there))
    if found:
        search.rebuild(package_ids=found)
