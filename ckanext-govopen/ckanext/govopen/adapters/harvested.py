"""What harvesters of other extensions have noted about a dataset."""

from __future__ import annotations

import ckan.plugins as p
import sqlalchemy as sa
from ckan import model


def is_noted(package_id: str | None) -> bool:
    """Whether a harvest object names this dataset, as ckanext-harvest's harvesters see to before
    they write it. Only they and system administrators can make one."""
    if not package_id or not p.plugin_loaded("harvest"):
        return False
    from ckanext.harvest.model import HarvestObject

    found = sa.exists().where(HarvestObject.package_id == package_id)
    return bool(model.Session.scalar(sa.select(found)))
