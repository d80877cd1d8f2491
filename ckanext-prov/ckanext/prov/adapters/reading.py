"""Reads a dataset's log as one reader may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.prov import config
from ckanext.prov.domain import changes
from ckanext.prov.domain.disclosure import View, disclosed
from ckanext.prov.domain.labels import problem_of
from ckanext.prov.domain.record import Entity, Entry
from ckanext.prov.domain.record_json import entry_from_dict
from ckanext.prov.model import EntryRow, HeadRow, VersionRow

from . import kept, snapshots
from .reader import Reader


def count(dataset_id: str) -> int:
    """How many entries a dataset's log has."""
    query = sa.select(sa.func.count()).where(EntryRow.dataset_id == dataset_id)
    return model.Session.execute(query).scalar_one()


def rows(
    dataset_id: str, *, limit: int | None = None, offset: int = 0, newest_first: bool = False
) -> list[EntryRow]:
    """Rows of a dataset's log in the order of their numbers, or the other way round."""
    order = EntryRow.number.desc() if newest_first else EntryRow.number
    query = sa.select(EntryRow).where(EntryRow.dataset_id == dataset_id).order_by(order)
    return list(model.Session.scalars(query.limit(limit).offset(offset)))


def entries(dataset_id: str, found: Sequence[EntryRow], reader: Reader) -> list[Entry]:
    """What ``found`` tells the reader; a row that is no entry any more is left out."""
    told = [(row, _entry(row.body)) for row in found]
    view = view_of(dataset_id, reader, [entry for _, entry in told if entry])
    return [disclosed(entry, view, held=reader.holds(row.labels)) for row, entry in told if entry]


def view_of(dataset_id: str, reader: Reader, told: Iterable[Entry]) -> View:
    """What ``reader`` may see of what ``told`` names."""
    edits = reader.may("package_update", dataset_id)
    homes = _homes(told)
    hidden = set() if edits else _hidden_versions(dataset_id, reader) | _unmasked(dataset_id)

    def sees(entity: Entity) -> bool:
        first = entity.id.partition("/")[0]
        if entity.kind == "dataset":
            return entity.id == dataset_id or reader.sees(entity.id)
        if entity.kind == "version":
            return first == dataset_id and entity.id not in hidden
        if entity.kind in ("resource", "file"):
            home = homes.get(first, dataset_id)
            return entity.id not in hidden and (home == dataset_id or reader.sees(home))
        # A record is its source's, which CKAN keeps as a dataset, or an address elsewhere.
        return edits or "://" in entity.id or reader.sees(first)

    names = config.names()
    return View(
        dataset_id,
        config.hiding_key(),
        sees,
        edits=edits,
        people=names == "people",
        departments=names != "none",
    )


def _entry(body: dict[str, Any]) -> Entry | None:
    try:
        return entry_from_dict(body)
    except ValueError:
        return None


def _homes(told: Iterable[Entry]) -> dict[str, str]:
    """Datasets of the resources that entries name, by resource id.

    A resource that was deleted for good is taken for one of the dataset itself: no other can be
    named any more.
    """
    ids = {
        entity.id.partition("/")[0]
        for entry in told
        for entity in (*entry.used, *entry.generated)
        if entity.kind in ("resource", "file")
    }
    if not ids:
        return {}
    table: Any = model.resource_table.c
    query = sa.select(table.id, table.package_id).where(table.id.in_(sorted(ids)))
    return {row.id: row.package_id for row in model.Session.execute(query)}


def _hidden_versions(dataset_id: str, reader: Reader) -> set[str]:
    query = sa.select(VersionRow.label, VersionRow.labels).where(
        VersionRow.dataset_id == dataset_id
    )
    return {
        f"{dataset_id}/{row.label}"
        for row in model.Session.execute(query)
        if not reader.holds(row.labels)
    }


def _unmasked(dataset_id: str) -> set[str]:
    """Files that were masked, as they were before: their checksums would confirm a guess."""
    query = sa.select(EntryRow.body).where(
        EntryRow.dataset_id == dataset_id, EntryRow.activity == "file_masked"
    )
    bodies = [_entry(body) for body in model.Session.scalars(query)]
    return {one.id for entry in bodies if entry for one in entry.used if one.kind == "file"}


def versions(dataset_id: str, reader: Reader) -> list[VersionRow]:
    """Versions of a dataset that show to the reader, the oldest first."""
    edits = reader.may("package_update", dataset_id)
    return [row for row in VersionRow.of(dataset_id) if edits or reader.holds(row.labels)]


def version(dataset_id: str, label: str, reader: Reader) -> VersionRow:
    """One version. Raises ObjectNotFound for one that is not there or not to be seen, alike."""
    row = None if problem_of(label) else VersionRow.get(dataset_id, label)
    if row is None or not (reader.holds(row.labels) or reader.may("package_update", dataset_id)):
        raise tk.ObjectNotFound(tk._("Version not found"))
    return row


def version_dict(row: VersionRow, *, whole: bool = True) -> dict[str, Any]:
    """A version as actions give it; ``whole``: with its metadata."""
    given: dict[str, Any] = {
        "dataset_id": row.dataset_id,
        "label": row.label,
        "note": row.note,
        "made": row.made.isoformat(),
        "automatic": row.automatic,
        "digest": row.digest,
        "entry_id": row.entry_id,
        "files": [
            {"resource_id": key, "sha256": sha256, "kept": kept.has(sha256)}
            for key, sha256 in sorted(row.files.items())
        ],
    }
    return given | ({"metadata": snapshots.shown(row.snapshot)} if whole else {})


def known_files(dataset_id: str) -> dict[str, str]:
    """Checksums of a dataset's files as the log last knew them, by resource id."""
    query = sa.select(HeadRow.state).where(HeadRow.dataset_id == dataset_id)
    known = changes.state_from_dict(model.Session.scalar(query) or {})
    resources = known.resources if known else {}
    return {key: one.sha256 for key, one in resources.items() if one.sha256}
