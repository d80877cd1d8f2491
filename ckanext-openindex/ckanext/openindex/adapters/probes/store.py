"""Keeps the latest probe of each address."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.openindex import signals
from ckanext.openindex.adapters import marking
from ckanext.openindex.domain.facts import Probe, ProbeKind
from ckanext.openindex.model import ProbeRow
from sqlalchemy.dialects.postgresql import insert

Key = tuple[str, str]
"""The id of a resource, and the kind of the address."""


def of(dataset_ids: Collection[str]) -> dict[str, dict[ProbeKind, Probe]]:
    """The latest probes of the resources of datasets: by resource id, then ``access``/``download``.

    A probe is of the address in it: a resource whose address was changed since has it until the
    next probe, so whoever reads compares addresses.
    """
    query = sa.select(ProbeRow.resource_id, ProbeRow.kind, ProbeRow.probe).where(
        ProbeRow.dataset_id.in_(dataset_ids)
    )
    found: dict[str, dict[ProbeKind, Probe]] = {}
    for resource_id, kind, probe in model.Session.execute(query):
        found.setdefault(resource_id, {})[kind] = Probe.from_dict(probe)
    return found


def known(dataset_ids: Collection[str]) -> dict[Key, tuple[str, datetime]]:
    """What address was probed of each resource and kind, and when it is due again."""
    row = ProbeRow
    query = sa.select(row.resource_id, row.kind, row.url, row.due).where(
        row.dataset_id.in_(dataset_ids)
    )
    return {(one, kind): (url, due) for one, kind, url, due in model.Session.execute(query)}


def keep(
    dataset_id: str, resource_id: str, probe: Probe, due: datetime, evidence: Mapping[str, Any]
) -> None:
    """Write a probe down, mark its dataset, and commit."""
    values = {
        "dataset_id": dataset_id,
        "url": probe.url,
        "probe": probe.as_dict(),
        "evidence": dict(evidence),
        "checked": probe.checked,
        "due": due,
    }
    said = insert(ProbeRow).values(resource_id=resource_id, kind=probe.kind, **values)
    model.Session.execute(
        said.on_conflict_do_update(index_elements=["resource_id", "kind"], set_=values)
    )
    marking.mark([dataset_id], "probed")
    model.Session.commit()
    signals.probed.send(resource_id, dataset_id=dataset_id)


def all_due(now: datetime) -> None:
    """Have every address asked again. Commits."""
    model.Session.execute(sa.update(ProbeRow).values(due=now))
    model.Session.commit()


def forget_gone() -> int:
    """Remove probes of resources that do not exist any more. Commits; how many they were."""
    alive = sa.select(model.Resource.id).where(model.Resource.state == "active")
    gone = model.Session.execute(sa.delete(ProbeRow).where(ProbeRow.resource_id.not_in(alive)))
    model.Session.commit()
    return int(gone.rowcount)
