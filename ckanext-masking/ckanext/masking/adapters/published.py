"""What readers are told of resources whose file is held."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.masking.domain.gate import states
from ckanext.masking.model import MaskingUpload

from .uploader import STATE


def tell(packages: Iterable[dict[str, Any]]) -> None:
    """Say in datasets' dictionaries which of their resources have a file that is held.

    What an index or a cache said of it before is taken out.
    """
    resources = {
        one["id"]: one
        for package in packages
        for one in package.get("resources") or ()
        if one.get("url_type") == "upload" or STATE in one
    }
    if not resources:
        return
    row = MaskingUpload
    query = sa.select(row.resource_id, row.state).where(
        row.resource_id.in_(resources), row.kind == "file", row.state.in_(states.OPEN)
    )
    found = {
        str(one.resource_id): str(one.state)
        for one in model.Session.execute(query.order_by(row.number))
    }
    for resource_id, resource in resources.items():
        resource.pop(STATE, None)
        if resource_id in found:
            resource[STATE] = found[resource_id]


def missing(resource_id: str) -> str:
    """The state of a resource's file of which nothing is in its place yet; "" otherwise."""
    row = MaskingUpload
    query = (
        sa.select(row.state, row.masked_sha256)
        .where(row.resource_id == resource_id, row.kind == "file")
        .order_by(row.number.desc())
    )
    found = [(str(one.state), str(one.masked_sha256)) for one in model.Session.execute(query)]
    if not found or any(state == states.RELEASED or digest for state, digest in found):
        return ""
    return found[0][0]
