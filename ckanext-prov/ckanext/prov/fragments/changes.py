"""Drops fragments in the transaction that puts them out of date.

A fragment of a dataset that changed is told by its stamps; dropped are those of datasets that are
no longer public, and those that mention a department, or anything else, that changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ckan.plugins as p
import sqlalchemy as sa
from ckan import model
from ckanext.dcat.utils import catalog_uri
from ckanext.prov.interfaces import ICatalogue
from ckanext.prov.model import DocumentRow, FragmentRow, SurroundingsRow
from sqlalchemy.dialects.postgresql import insert


def listen() -> None:
    """Look at everything that CKAN's sessions write from now on."""
    for sessions in (model.Session, model.meta.create_local_session):
        if not sa.event.contains(sessions, "after_flush", after_flush):
            sa.event.listen(sessions, "after_flush", after_flush)


def after_flush(session: Any, *_: Any) -> None:
    """Drop what the objects that were just written put out of date.

    After, not before: whoever keeps a fragment holds the dataset's row, and is done by now.
    """
    if not p.plugin_loaded("prov"):
        return
    hidden, subjects = list[str](), set[str]()
    for one in session.deleted:
        hidden += _dataset(one)
        subjects.update(_subjects(one))
    for one in session.dirty:
        # Whether an object was changed at all is dearer to know than what it would put out of date.
        closed = _dataset(one) if getattr(one, "private", False) or _inactive(one) else []
        shown = tuple(_subjects(one))
        if (closed or shown) and session.is_modified(one):
            hidden += closed
            subjects.update(shown)
    if hidden:
        for kept in (FragmentRow, DocumentRow):
            session.execute(sa.delete(kept).where(kept.dataset_id.in_(hidden)))
    if subjects:
        forget(session, sorted(subjects))


def forget(session: Any, subjects: Iterable[str]) -> None:
    """Drop what mentions one of ``subjects`` (IRIs). Waits for a batch that is being made."""
    row = SurroundingsRow
    now = sa.func.now()
    changed = {"number": row.number + 1, "modified": now}
    grown = insert(row).values(id=1, number=1, modified=now)
    session.execute(grown.on_conflict_do_update(index_elements=["id"], set_=changed))
    session.execute(sa.delete(FragmentRow).where(FragmentRow.mentions.overlap(list(subjects))))


def _dataset(entity: object) -> list[str]:
    return [str(entity.id)] if isinstance(entity, model.Package) else []


def _inactive(entity: object) -> bool:
    return getattr(entity, "state", "active") != "active"


def _subjects(entity: object) -> Iterable[str]:
    if isinstance(entity, model.Group) and entity.is_organization:
        yield f"{catalog_uri().rstrip('/')}/organization/{entity.id}"
    for plugin in p.PluginImplementations(ICatalogue):
        yield from plugin.catalogue_subjects(entity)
