"""Keeps the latest inspection of each resource."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.openindex import signals
from ckanext.openindex.adapters import marking
from ckanext.openindex.domain.facts import Inspection
from ckanext.openindex.model import InspectionRow
from sqlalchemy.dialects.postgresql import insert


def of(dataset_ids: Collection[str]) -> dict[str, Inspection]:
    """The latest inspections of the resources of datasets, by resource id."""
    query = sa.select(InspectionRow.resource_id, InspectionRow.inspection).where(
        InspectionRow.dataset_id.in_(dataset_ids)
    )
    return {one: Inspection.from_dict(found) for one, found in model.Session.execute(query)}


def known(dataset_ids: Collection[str]) -> dict[str, tuple[str, datetime]]:
    """Which version of each resource was inspected, and when it is due again."""
    row = InspectionRow
    query = sa.select(row.resource_id, row.version, row.due).where(row.dataset_id.in_(dataset_ids))
    return {one: (version, due) for one, version, due in model.Session.execute(query)}


def keep(
    dataset_id: str,
    resource_id: str,
    version: str,
    found: Inspection,
    due: datetime,
    evidence: Mapping[str, Any],
) -> None:
    """Write an inspection down, mark its dataset, and commit."""
    values = {
        "dataset_id": dataset_id,
        "version": version,
        "inspection": found.as_dict(),
        "evidence": dict(evidence),
        "checked": found.checked,
        "due": due,
    }
    said = insert(InspectionRow).values(resource_id=resource_id, **values)
    model.Session.execute(said.on_conflict_do_update(index_elements=["resource_id"], set_=values))
    marking.mark([dataset_id], "inspected")
    model.Session.commit()
    signals.inspected.send(resource_id, dataset_id=dataset_id)


def all_due(now: datetime) -> None:
    """Have every resource inspected again. Commits."""
    model.Session.execute(sa.update(InspectionRow).values(due=now))
    model.Session.commit()


def forget_gone() -> None:
    """Remove inspections of resources that do not exist any more. Commits."""
    alive = sa.select(model.Resource.id).where(model.Resource.state == "active")
    row = InspectionRow
    model.Session.execute(sa.delete(row).where(row.resource_id.not_in(alive)))
    model.Session.commit()
