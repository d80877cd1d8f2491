"""What an IRI of ours stands for, as far as one reader may know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.dcat.utils import catalog_uri
from ckanext.prov import config
from ckanext.prov.domain import describing
from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.model import Document
from ckanext.prov.domain.terms import Iri
from ckanext.prov.fragments import documents, stamps
from ckanext.prov.model import EntryRow

from . import naming
from .reader import PUBLIC, Reader


@dataclass(frozen=True)
class Thing:
    """A thing: its description, and the entry and dataset of a record that names it, if any."""

    document: Document
    package: model.Package | None = None
    entry: EntryRow | None = None


Named = Callable[[str, str], Iri]
_NAMED: Final[Mapping[str, Named]] = MappingProxyType(
    {
        "person": iris.person,
        "software": iris.software,
        "plan": iris.plan,
        "record": iris.record,
    }
)
"""Things that are found in records, and how their IRIs are made."""


def of_dataset(package: model.Package, subject: Iri, reader: Reader) -> Thing | None:
    """What the record of a dataset, as the reader gets it, says of ``subject``."""
    user = model.User.get(reader.user) if reader.user else None
    body = documents.body(package.id, "", "nt", reader, stamps.of(package, user))
    found = describing.described(body, subject, catalog_uri()) if body else None
    return Thing(found, package) if found else None


def of_site(kind: str, name: str, reader: Reader) -> Thing | None:
    """Something that many records name. None for what is in none that the reader may see."""
    known = _own(kind, name)
    if known is not None:
        return Thing(known)
    if kind == "licence":
        return _licence(name, reader)
    if kind not in _NAMED:
        return None
    subject = _NAMED[kind](catalog_uri(), name)
    return _first(subject, naming.entries(kind, name, reader), reader)


def department(reference: str, reader: Reader) -> Thing | None:
    """A department by its id or name. None for one that the reader may not see."""
    group = model.Group.get(reference)
    if group is None or not _shows(group, reader):
        return None
    title = group.title or group.name
    return Thing(describing.department(catalog_uri(), group.id, title, group.name))


def _licence(name: str, reader: Reader) -> Thing | None:
    """One of the site's list, or one that a dataset has which the reader sees."""
    known = model.Package.get_license_register().get(name)
    if known is not None:
        return Thing(describing.licence(catalog_uri(), name, known.title))
    subject = iris.licence(catalog_uri(), name)
    found = (of_dataset(one, subject, reader) for one in naming.licensed(name, reader))
    return next((one for one in found if one is not None), None)


def _first(subject: Iri, rows: Iterable[EntryRow], reader: Reader) -> Thing | None:
    for row in rows:
        package = model.Session.get(model.Package, row.dataset_id)
        found = of_dataset(package, subject, reader) if package is not None else None
        if found is not None:
            return Thing(found.document, package, row)
    return None


def _own(kind: str, name: str) -> Document | None:
    """What is described from words of ours, without looking into any record."""
    base = catalog_uri()
    if kind == "role-holder":
        department, _, role = name.partition("/")
        titles = _title(department)
        return describing.role_holder(base, department, role, titles, config.names())
    describe = {
        "activity-type": describing.activity_type,
        "restricted": describing.hidden,
        "role": describing.role,
        "software": describing.program,
    }.get(kind)
    return describe(base, name) if describe else None


def _title(department: str) -> dict[str, str]:
    """The title of a department, by its id; empty for what is none to the public."""
    group = model.Session.get(model.Group, department)
    if group is None or not _shows(group, PUBLIC):
        return {}
    return {group.id: group.title or group.name}


def _shows(group: model.Group, reader: Reader) -> bool:
    """Whether a group is a department that the reader may see."""
    if not group.is_organization or group.state != "active":
        return False
    try:
        tk.check_access("organization_show", reader.context, {"id": group.id})
    except tk.NotAuthorized:
        return False
    return True
