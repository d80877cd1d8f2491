"""What a scan found, for those who administer the departments that it belongs to."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import authz, model
from ckanext.masking.adapters.reviewing import administered
from ckanext.masking.model import MaskingScan


def counts(user: str) -> dict[str, int]:
    """How many things are in which state."""
    seen = _seen(user).subquery()
    query = sa.select(seen.c.state, sa.func.count()).group_by(seen.c.state)
    return {str(state): int(number) for state, number in model.Session.execute(query)}


def page(user: str, state: str, limit: int, offset: int) -> list[dict[str, Any]]:
    """Things in one state, the latest scanned first."""
    query = _seen(user).where(MaskingScan.state == state)
    order = (MaskingScan.scanned.desc(), MaskingScan.package_id, MaskingScan.resource_id)
    rows = model.Session.execute(query.order_by(*order).limit(limit).offset(offset))
    return [
        {
            "package_id": row.package_id,
            "title": row.title or row.name,
            "resource_id": row.resource_id,
            "resource": row.resource or "",
            "state": row.state,
            "findings": row.findings,
            "problem": row.problem,
            "scanned": row.scanned.isoformat(),
        }
        for row in rows
    ]


def _seen(user: str) -> Any:
    table, package, resource = MaskingScan, model.Package, model.Resource
    query = (
        sa.select(
            table.package_id,
            table.resource_id,
            table.state,
            table.findings,
            table.problem,
            table.scanned,
            package.name,
            package.title,
            resource.name.label("resource"),
        )
        .join(package, package.id == table.package_id)
        .outerjoin(resource, resource.id == table.resource_id)
        .where(package.state == "active")
    )
    if not authz.is_sysadmin(user):
        query = query.where(package.owner_org.in_(administered(user)))
    return query
