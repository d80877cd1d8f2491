"""Documents of provenance: kept ones for the public, made ones for everybody else."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from ckan import model
from ckanext.prov.adapters.facts import facts
from ckanext.prov.adapters.reader import Reader
from ckanext.prov.domain import foreign, forms
from ckanext.prov.domain.excerpt import excerpt
from ckanext.prov.domain.iri import address
from ckanext.prov.model import DocumentRow
from sqlalchemy.dialects.postgresql import insert

from . import making
from .stamps import Stamp

MOST_KEPT: Final = 16 * 1024 * 1024
"""Bytes above which a document is made each time."""


def body(
    dataset_id: str, resource_id: str, extension: str, reader: Reader, stamp: Stamp
) -> bytes | None:
    """The provenance of a dataset, or of one of its resources, in a form of ``domain.forms``.

    None for a resource that the reader does not see. Raises ObjectNotFound.
    """
    key = {"dataset_id": dataset_id, "resource_id": resource_id, "extension": extension}
    if stamp.public:
        row = DocumentRow
        same = [getattr(row, name) == value for name, value in key.items()]
        found = model.Session.scalar(sa.select(row.body).where(*same, row.etag == stamp.etag))
        if found is not None:
            return bytes(found)
    made = _made(dataset_id, resource_id, extension, reader)
    if stamp.public and made is not None and len(made) <= MOST_KEPT:
        _keep({**key, "etag": stamp.etag, "body": made}, stamp)
    return made


def _made(dataset_id: str, resource_id: str, extension: str, reader: Reader) -> bytes | None:
    known = facts(dataset_id, reader)
    whole = foreign.complete(known)
    if resource_id:
        subject = address(known.iris.get(resource_id))
        if subject is None:
            return None
        whole = excerpt(whole, subject)
    return forms.write(whole, extension)


def _keep(values: dict[str, object], stamp: Stamp) -> None:
    dataset_id = str(values["dataset_id"])
    with model.meta.engine.begin() as connection:
        if making.unchanged(connection, {dataset_id: stamp.changed}):
            statement = insert(DocumentRow).values(values)
            new = {name: statement.excluded[name] for name in ("etag", "body")}
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["dataset_id", "resource_id", "extension"], set_=new
                )
            )
