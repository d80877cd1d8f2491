"""Finds records that name a thing of no single dataset, as one reader may see them."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from ckan import model
from ckanext.prov.model import EntryRow

from .reader import Reader

MOST: Final = 50
"""Entries that are looked at for one the reader may see."""


def entries(kind: str, name: str, reader: Reader) -> list[EntryRow]:
    """Entries that name it, one for each dataset that the reader sees; no more than a few.

    ``kind``: person or software (an agent), plan, or record (of a source). Each has an index.
    """
    conditions = [*_naming(kind, name), *reader.shown(EntryRow.labels)]
    query = sa.select(EntryRow).where(*conditions).limit(MOST)
    found = {row.dataset_id: row for row in model.Session.scalars(query)}
    return [row for row in found.values() if reader.sees(row.dataset_id)]


def licensed(licence_id: str, reader: Reader) -> list[model.Package]:
    """A few of the datasets that have a licence and that the reader sees."""
    package = model.Package
    query = sa.select(package.id).where(package.license_id == licence_id, package.state == "active")
    return reader.datasets(model.Session.scalars(query.order_by(package.id).limit(MOST)))


def _naming(kind: str, name: str) -> list[Any]:
    body: Any = EntryRow.body
    if kind == "plan":
        return [body[("plan", "id")].astext == name]
    if kind == "record":
        used = body["used"].contains([{"kind": "record", "id": name}])
        return [used, EntryRow.activity.in_(("harvested", "received"))]
    key = "name" if kind == "software" else "id"
    return [body["agents"].contains([{"kind": kind, key: name}])]
