"""Marks datasets in the transaction that changes them, and wakes a worker once it is committed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

import ckan.plugins as p
import sqlalchemy as sa
from ckan import model
from ckanext.openindex import jobs
from ckanext.openindex.model import MarkRow

MARKED: Final = "openindex_marked"
"""Where a session remembers what it has marked in its transaction."""


def listen() -> None:
    """Look at everything that CKAN's sessions write from now on."""
    for sessions in (model.Session, model.meta.create_local_session):
        for event, listener in (
            ("after_flush", _after_flush),
            ("after_commit", _after_commit),
            ("after_soft_rollback", _after_rollback),
        ):
            if not sa.event.contains(sessions, event, listener):
                sa.event.listen(sessions, event, listener)


def mark(dataset_ids: Iterable[str], why: str, session: Any = None) -> int:
    """Mark datasets, ids in any order and number; returns how many were not yet marked here.

    They are computed once the session's transaction is committed.
    """
    session = session or model.Session()
    before: set[str] = session.info.setdefault(MARKED, set())
    new = sorted(set(dataset_ids) - before)
    if new:
        session.execute(sa.insert(MarkRow), [{"dataset_id": one, "why": why} for one in new])
        before.update(new)
    return len(new)


def mark_departments(org_ids: Collection[str], why: str, session: Any = None) -> None:
    """Mark all datasets of departments."""
    package = model.Package
    session = session or model.Session()
    owned = sa.select(package.id, sa.literal(why)).where(package.owner_org.in_(org_ids))
    session.execute(sa.insert(MarkRow).from_select(["dataset_id", "why"], owned))
    session.info.setdefault(MARKED, set()).add("")


def _after_flush(session: Any, *_: Any) -> None:
    if not p.plugin_loaded("openindex"):
        return
    changed = [*session.new, *session.deleted]
    changed += [one for one in session.dirty if session.is_modified(one)]
    datasets, departments = set[str](), set[str]()
    for one in changed:
        if isinstance(one, model.Package):
            datasets.add(one.id)
        elif isinstance(one, (model.Resource, model.PackageTag)) and one.package_id:
            datasets.add(one.package_id)
        elif isinstance(one, model.Group) and one.is_organization:
            departments.add(one.id)
    if datasets:
        mark(datasets, "changed", session)
    if departments:
        mark_departments(departments, "department", session)


def _after_commit(session: Any) -> None:
    if session.info.pop(MARKED, None):
        jobs.wake()


def _after_rollback(session: Any, *_: Any) -> None:
    session.info.pop(MARKED, None)
