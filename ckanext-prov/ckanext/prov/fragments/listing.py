"""Which datasets the public catalogue lists, in an order that never changes.

The order is that of ids: a reader who goes on behind the last id he has seen misses none that was
there from beginning to end, whatever changes meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import ckan.plugins as p
import sqlalchemy as sa
from ckan import model
from ckan.lib.plugins import get_permission_labels
from ckanext.prov.interfaces import ICatalogue
from ckanext.prov.model import FragmentRow, HeadRow, SurroundingsRow

from . import version

DATASET = "dataset"


@dataclass(frozen=True, slots=True)
class Listed:
    """A dataset of the catalogue, and the stamps by which its fragment is told to hold."""

    id: str
    modified: datetime
    entries: int


def conditions(since: datetime | None = None) -> list[sa.ColumnElement[bool]]:
    """What makes a dataset one of the catalogue, on ``model.Package``."""
    package = model.Package
    found: list[sa.ColumnElement[bool]] = [
        package.type == DATASET,
        package.state == "active",
        package.private.is_(False),
    ]
    for plugin in p.PluginImplementations(ICatalogue):
        found += plugin.catalogue_conditions()
    if since is not None:
        found.append(package.metadata_modified >= since)
    return found


def entries() -> sa.ColumnElement[int]:
    """How many lines a dataset's log has; 0 where fragments do not show the log."""
    if not version.shows_log():
        return sa.literal(0)
    query = sa.select(HeadRow.count).where(HeadRow.dataset_id == model.Package.id)
    return sa.func.coalesce(query.scalar_subquery(), 0)


def page(
    limit: int, *, after: str = "", offset: int = 0, since: datetime | None = None
) -> list[Listed]:
    """``limit`` datasets behind the id ``after``, or from ``offset`` on."""
    query = _listed(since).where(model.Package.id > after).offset(offset).limit(limit)
    return [Listed(*row) for row in model.Session.execute(query)]


def named(ids: Sequence[str]) -> list[Listed]:
    """Those of ``ids`` that are in the catalogue."""
    query = _listed(None).where(model.Package.id.in_(ids))
    return [Listed(*row) for row in model.Session.execute(query)]


def count(since: datetime | None = None) -> int:
    """How many datasets the catalogue lists."""
    query = sa.select(sa.func.count()).select_from(model.Package).where(*conditions(since))
    return int(model.Session.scalar(query) or 0)


def fingerprint(rows: Sequence[Listed] | None = None) -> str:
    """Changes when ``rows`` do, or what surrounds them; without rows, of the whole catalogue."""
    if rows is None:
        package = model.Package
        line = sa.func.concat(package.id, package.metadata_modified, entries())
        query = sa.select(sa.func.md5(sa.func.string_agg(line, sa.text("'' ORDER BY package.id"))))
        said = str(model.Session.scalar(query.where(*conditions())))
    else:
        said = repr([(row.id, row.modified.isoformat(), row.entries) for row in rows])
    number = model.Session.scalar(sa.select(SurroundingsRow.number))
    return hashlib.sha256(f"{version.current()} {number} {said}".encode()).hexdigest()[:32]


def last_modified() -> datetime | None:
    """When a dataset of the catalogue was last changed (UTC, naive as CKAN keeps it)."""
    query = sa.select(sa.func.max(model.Package.metadata_modified)).where(*conditions())
    return model.Session.scalar(query)


def open_to_all(ids: Sequence[str]) -> set[str]:
    """Those of ``ids`` that the permission labels open to an anonymous reader."""
    labels = get_permission_labels()
    held = set(labels.get_user_dataset_labels(None))
    with sa.orm.Session(model.meta.engine) as session:
        packages = session.scalars(sa.select(model.Package).where(model.Package.id.in_(ids)))
        return {each.id for each in packages if held.intersection(labels.get_dataset_labels(each))}


def held(rows: Sequence[Listed], *columns: str) -> dict[str, sa.Row]:
    """Fragments that hold, by dataset: ``columns`` of :class:`FragmentRow`."""
    stamps = {row.id: (row.modified, row.entries) for row in rows}
    row = FragmentRow
    query = sa.select(
        row.dataset_id, row.modified, row.entries, *(getattr(row, name) for name in columns)
    ).where(row.dataset_id.in_(stamps), row.version == version.current())
    return {
        found.dataset_id: found
        for found in model.Session.execute(query)
        if (found.modified, found.entries) == stamps[found.dataset_id]
    }


def _listed(since: datetime | None) -> sa.Select:
    package = model.Package
    columns = (package.id, package.metadata_modified, entries())
    return sa.select(*columns).where(*conditions(since)).order_by(package.id)
