"""Puts a new dataset into the session without asking whether it is there.

``package_dict_save`` looks for the dataset by id and by name and for its resources, alive and
deleted. A batch has asked about ids and names of all its datasets before (:mod:`.bulk_free`), and
what is not there has no resources.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa
from ckan import model
from ckan.lib.dictization import model_save
from ckan.model.types import make_uuid
from ckan.types import Context

from .bulk_free import Free

_RARE: Final = ("groups", "relationships_as_subject", "relationships_as_object", "plugin_data")
"""What a harvested dataset does not bring; one that does is left to CKAN."""


def is_plain(validated: Mapping[str, Any], free: Free) -> bool:
    """Whether this dataset is known to be new, and nothing in it needs more than :func:`save`."""
    known = validated.get("id") in free.ids and validated.get("name") in free.names
    return known and not any(validated.get(name) for name in _RARE)


def save(validated: dict[str, Any], context: Context) -> model.Package:
    """The dataset with its extras, resources and tags, in the session."""
    validated.pop("metadata_created", None)
    extras = {extra["key"]: extra["value"] for extra in validated.get("extras") or ()}
    package = model.Package()
    package.from_dict(validated | {"extras": extras})
    model.Session.add(package)
    resources = []
    for resource in validated.get("resources") or ():
        resource["package_id"] = package.id
        resources.append(model_save.resource_dict_save(resource, context)[0])
    package.resources_all[:] = resources
    model_save.package_tag_list_save(validated.get("tags"), package, context)
    return package


def join(package: model.Package) -> None:
    """Make a new dataset, which is in the database, a member of its organization.

    A statement, not an object: CKAN would read the dataset again to tell that it changed.
    """
    row = {
        "id": make_uuid(),
        "table_id": package.id,
        "table_name": "package",
        "group_id": package.owner_org,
        "capacity": "organization",
        "state": "active",
    }
    model.Session.execute(sa.insert(model.member_table), [row])
