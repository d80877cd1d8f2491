"""Goes through the site, resource by resource; can be broken off and taken up again.

What has not changed since it was scanned is not scanned again, so a second run goes on where the
first was broken off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sqlalchemy as sa
from ckan import model
from ckanext.masking.model import MaskingScan
from ckanext.masking.model.upload import now

from . import scanning
from .scanning import Seen

Tell = Callable[[str], None]
"""Told the state of each thing that was looked at; ``same`` for one that had not changed."""


def count() -> int:
    """How many datasets there are."""
    query = sa.select(sa.func.count()).select_from(model.Package)
    return int(model.Session.scalar(query.where(model.Package.state == "active")) or 0)


def datasets() -> Iterator[str]:
    """Ids of all datasets, in an order that does not change."""
    last = ""
    package = model.Package
    while True:
        query = sa.select(package.id).where(package.state == "active", package.id > last)
        found = list(model.Session.scalars(query.order_by(package.id).limit(500)))
        if not found:
            return
        yield from found
        last = found[-1]


def open_ones(package_id: str = "") -> int:
    """How many things, of one dataset or of all, somebody has to look at."""
    table, package = MaskingScan, model.Package
    query = (
        sa.select(sa.func.count())
        .select_from(table)
        .join(package, package.id == table.package_id)
        .where(package.state == "active", table.state.in_([scanning.FOUND, scanning.UNREAD]))
    )
    if package_id:
        query = query.where(table.package_id == package_id)
    return int(model.Session.scalar(query) or 0)


def audit(package_id: str, tell: Tell, *, again: bool = False) -> None:
    """Look at one dataset; each outcome is committed by itself."""
    package = model.Session.get(model.Package, package_id)
    if package is None:
        return
    stamp = scanning.texts_stamp(package)
    if again or not _same(package_id, "", stamp):
        _keep(package_id, "", stamp, scanning.scan_texts(package), tell)
    else:
        tell("same")
    resources = [str(one.id) for one in package.resources]
    _forget(package_id, resources)
    for resource_id in resources:
        resource = model.Session.get(model.Resource, resource_id)
        if resource is None:
            continue
        stamp = scanning.stamp(resource)
        if again or not _same(package_id, resource_id, stamp):
            _keep(package_id, resource_id, stamp, scanning.scan_resource(resource), tell)
        else:
            tell("same")


def _same(package_id: str, resource_id: str, stamp: str) -> bool:
    row = model.Session.get(MaskingScan, (package_id, resource_id))
    return row is not None and row.stamp == stamp


def _keep(package_id: str, resource_id: str, stamp: str, seen: Seen, tell: Tell) -> None:
    row = MaskingScan(
        package_id=package_id,
        resource_id=resource_id,
        stamp=stamp,
        state=seen.state,
        findings=seen.findings,
        problem=seen.problem,
        scanned=now(),
    )
    model.Session.merge(row)
    model.Session.commit()
    tell(seen.state)


def _forget(package_id: str, resources: list[str]) -> None:
    """Drop what is known of resources that are gone."""
    table = MaskingScan
    model.Session.execute(
        sa.delete(table)
        .where(table.package_id == package_id, table.resource_id != "")
        .where(table.resource_id.not_in(resources))
    )
    model.Session.commit()
