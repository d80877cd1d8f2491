"""Gathers what is known of a dataset's provenance, as one reader may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.dcat.utils import catalog_uri, dataset_uri, resource_uri
from ckanext.prov import config
from ckanext.prov.domain.disclosure import hidden_id
from ckanext.prov.domain.facts import Derivation, Facts, Related
from ckanext.prov.domain.record import Entry
from ckanext.prov.domain.version import Version, VersionFile
from ckanext.prov.model import DerivationRow, VersionRow

from . import derivations, kept, reading, snapshots
from .reader import Reader


def facts(dataset_id: str, reader: Reader, dataset: Mapping[str, Any] | None = None) -> Facts:
    """What ``reader`` may know of a dataset: its log, its versions, what they name beside it.

    ``dataset``: as ``package_show`` gives it to the reader, where the caller has it already.
    Raises ObjectNotFound for a dataset that the reader may not see.
    """
    if dataset is None:
        dataset = tk.get_action("package_show")(reader.context, {"id": dataset_id})
    told = reading.entries(dataset_id, reading.rows(dataset_id), reader)
    # What was read from elsewhere stands behind what happened later.
    entries = sorted(told, key=lambda entry: (entry.ended, entry.number))
    versions = reading.versions(dataset_id, reader)
    declared = DerivationRow.of(dataset_id)
    return Facts(
        base=catalog_uri(),
        dataset=dataset,
        key=config.hiding_key(),
        entries=entries,
        versions=[_version(row) for row in versions],
        derivations=[_derivation(row, reader) for row in declared],
        related=_related(dataset_id, entries, declared, reader),
        organizations=_organizations(dataset, entries),
        iris=_iris(dataset),
        names=config.names(),
        locale=config.locale(),
    )


def _derivation(row: DerivationRow, reader: Reader) -> Derivation:
    """A declaration; a hidden source is there under the id that it has in entries."""
    if derivations.source_shows(row, reader):
        source = (row.source_dataset_id, row.source_resource_id, row.source_iri)
        return Derivation(row.resource_id, *source)
    named = hidden_id(row.source_resource_id or row.source_dataset_id, config.hiding_key())
    resource = named if row.source_resource_id else ""
    return Derivation(row.resource_id, "" if resource else named, resource)


def _version(row: VersionRow) -> Version:
    files = tuple(
        VersionFile(key, sha256, _address(row, key) if kept.has(sha256) else "")
        for key, sha256 in sorted(row.files.items())
    )
    metadata = snapshots.shown(row.snapshot)
    return Version(row.label, row.made, row.note, metadata, files, row.entry_id)


def _address(row: VersionRow, resource_id: str) -> str:
    """Where the kept bytes of a version's file are downloaded."""
    return tk.url_for(
        "prov_versions.file",
        id=row.dataset_id,
        label=row.label,
        resource_id=resource_id,
        qualified=True,
        locale="default",
    )


def _related(
    dataset_id: str, entries: Iterable[Entry], declared: Iterable[DerivationRow], reader: Reader
) -> dict[str, Related]:
    """The other datasets, and datasets of resources, that are named and the reader sees."""
    named = [one for entry in entries for one in (*entry.used, *entry.generated)]
    ids = {one.id for one in named if one.kind == "dataset"}
    resources = {one.id.partition("/")[0] for one in named if one.kind in ("resource", "file")}
    ids |= {row.source_dataset_id for row in declared} - {""}
    resources |= {row.source_resource_id for row in declared} - {""}
    ids |= _homes(resources)
    return {
        package.id: Related(
            package.id,
            package.title or package.name,
            {one.id: one.name or "" for one in package.resources},
        )
        for package in reader.datasets(ids - {dataset_id})
    }


def _homes(resource_ids: set[str]) -> set[str]:
    if not resource_ids:
        return set()
    table: Any = model.resource_table.c
    query = sa.select(table.package_id).where(table.id.in_(sorted(resource_ids)))
    return set(model.Session.scalars(query))


def _organizations(dataset: Mapping[str, Any], entries: Sequence[Entry]) -> dict[str, str]:
    """Titles of the departments that are named, as far as names show."""
    if config.names() == "none":
        return {}
    ids = {agent.id for entry in entries for agent in entry.agents if agent.kind == "organization"}
    ids |= {agent.department for entry in entries for agent in entry.agents}
    ids |= {str(dataset.get("owner_org") or "")}
    ids.discard("")
    if not ids:
        return {}
    query = sa.select(model.Group.id, model.Group.title, model.Group.name).where(
        model.Group.id.in_(sorted(ids)), model.Group.is_organization.is_(True)
    )
    return {row.id: row.title or row.name for row in model.Session.execute(query)}


def _iris(dataset: Mapping[str, Any]) -> dict[str, str]:
    """IRIs of the dataset and its resources, as ckanext-dcat gives them."""
    found = {str(dataset["id"]): dataset_uri(dataset)}
    return found | {one["id"]: resource_uri(one) for one in dataset.get("resources") or ()}
