"""Bring datasets up to date in the search index after their place in the catalogue changed."""

from __future__ import annotations

from collections.abc import Collection

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib import search

#: As many datasets as a request may keep its reader waiting for; more go to a job.
AT_ONCE = 50


def reindex(dataset_ids: Collection[str]) -> bool:
    """Index these datasets again, now when they are few, else by a job. Returns whether now."""
    if not dataset_ids:
        return True
    if len(dataset_ids) <= AT_ONCE:
        run(list(dataset_ids))
        return True
    title = f"index {len(dataset_ids)} datasets after a change of the catalogue"
    tk.enqueue_job(run, [list(dataset_ids)], title=title)
    return False


def run(dataset_ids: list[str]) -> None:
    """Index the datasets in one Solr commit; one that is gone meanwhile is passed over."""
    there = sa.select(model.Package.id).where(model.Package.id.in_(dataset_ids))
    search.rebuild(package_ids=list(model.Session.scalars(there)))
    search.commit()
