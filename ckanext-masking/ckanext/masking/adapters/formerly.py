"""Whose a resource's id was: what was stored under it stays its dataset's."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model
from ckanext.masking.model import MaskingProtection, MaskingUpload


def of_another(resource_id: str, package_id: str) -> bool:
    """Whether a resource of another dataset than ``package_id`` has this id, or had it."""
    resource = model.Session.get(model.Resource, resource_id)
    if resource is not None:
        return bool(resource.package_id != package_id)
    row = MaskingUpload
    handed_in = sa.exists().where(row.resource_id == resource_id, row.package_id != package_id)
    kept = sa.exists().where(MaskingProtection.resource_id == resource_id)
    return bool(model.Session.scalar(sa.select(sa.or_(handed_in, kept))))
