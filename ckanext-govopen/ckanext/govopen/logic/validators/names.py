"""URL names from Chinese titles, made once and kept."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from ckanext.govopen.adapters import visibility
from ckanext.govopen.domain.slug import record_slug, slug

from ._common import given, stored

TRIES = 20


def govopen_name(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Name a new dataset after its title; its source record, or its department, makes it unique.

    Only the catalogue itself and administrators choose names: to another, a name that is taken
    would tell of a dataset that may be hidden from him.
    """
    if given(data, *key) and visibility.sees_all(context):
        return
    package = stored(data, context)
    if package is not None:
        data[key] = package.name
        return
    title = str(given(data, "title") or "")
    source, record = given(data, "source_id"), given(data, "source_record_id")
    if source and record:  # an identity nobody else has: there is no name to look for
        data[key] = record_slug(title, str(source), str(record))
    else:
        data[key] = _free(model.Package, title, f"{given(data, 'owner_org')}/{title}")


def govopen_name_free(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """As CKAN's ``package_name_validator``, which need not ask about the names in the set
    ``context["govopen_free_names"]``: a batch has, about all of its own.
    """
    if data[key] not in context.get("govopen_free_names", ()):
        tk.get_validator("package_name_validator")(key, data, errors, context)


def govopen_org_name(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Name a new department after its title."""
    if given(data, *key):
        return
    group = context.get("group")
    if isinstance(group, model.Group) and given(data, "id") in (group.id, group.name):
        data[key] = group.name
        return
    title = str(given(data, "title") or "")
    data[key] = _free(model.Group, title, f"organization/{title}")


def _free(entity: Any, title: str, identity: str) -> str:
    """A name nobody bears: deleted datasets keep theirs, so the identity is numbered if need be."""
    name = slug(title, identity)
    for number in range(2, TRIES):
        taken = model.Session.query(entity.id).filter(entity.name == name).first()
        if taken is None:
            break
        name = slug(title, f"{identity}#{number}")
    return name
