"""Reads CKAN's activities, harvest objects and metadata into the logs of what already exists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from ckan import model
from ckanext.prov import config, signals
from ckanext.prov.domain import changes
from ckanext.prov.domain.reconstruct import Harvested, Reconstruction, Remembered, Stored
from ckanext.prov.domain.record import Agent, Entry
from ckanext.prov.model import EntryRow

from . import log, recording, state

SOME: Final = 200
"""Rows read at a time."""

# Other extensions' tables are read by name: they need not be there.
_ACTIVITY: Final = sa.text("""
SELECT a.id, a.activity_type, a.timestamp, a.user_id, u.name, u.fullname, a.data
FROM activity a LEFT JOIN "user" u ON u.id = a.user_id
WHERE a.object_id = :dataset ORDER BY a.timestamp, a.id
""")
_HARVEST: Final = sa.text("""
SELECT id, harvest_source_id, guid, harvest_job_id, report_status, content,
  COALESCE(import_finished, fetch_finished, gathered) AS moment
FROM harvest_object
WHERE package_id = :dataset AND state = 'COMPLETE'
  AND report_status IN ('added', 'updated', 'deleted')
  AND COALESCE(import_finished, fetch_finished, gathered) IS NOT NULL
ORDER BY moment, id
""")


def dataset_ids() -> list[str]:
    """Every dataset of a recorded type, whatever state it is in."""
    query = sa.select(model.Package.id).where(model.Package.type.not_in(config.ignored_types()))
    return list(model.Session.scalars(query.order_by(model.Package.id)))


def dataset(dataset_id: str) -> int:
    """Bring one dataset's log up to date and commit; returns how many entries were added."""
    package = model.Session.get(model.Package, dataset_id)
    if package is None:
        return 0
    ticket = log.open_log(package.id, package.owner_org, "")
    known = changes.state_from_dict(ticket.state)
    now = state.of(package, ticket, known, deleted=package.state == "deleted")
    # What the dataset was called when is not known, so only its editors see details.
    added = _new(_reconstruct(package, now))
    if known is not None:
        missed = recording.entries(ticket, changes.differences(known, now))
        added += [_reconstructed(entry) for entry in missed]
    if added or known is None:
        written = log.append(ticket, added, changes.state_to_dict(now))
        signals.recorded.send(package.id, entries=written)
    model.Session.commit()
    return len(added)


def _reconstructed(entry: Entry) -> Entry:
    """Found afterwards: when it happened and who did it is not known."""
    return replace(entry, agents=(), details={**entry.details, "found": True}, reconstructed=True)


def _reconstruct(package: model.Package, now: changes.State) -> list[Entry]:
    found = Reconstruction(package.id, *_recorded(package.id))
    found.activities(_activities(package.id))
    found.harvests(_harvests(package.id))
    found.metadata(package.metadata_created, _stored(package, now))
    return found.ordered()


def _recorded(dataset_id: str) -> tuple[datetime | None, frozenset[tuple[str, str]]]:
    """When the log of a dataset began to be written as things happened, and of what it tells."""
    query = sa.select(EntryRow.activity, EntryRow.resource_id, sa.func.min(EntryRow.ended)).where(
        EntryRow.dataset_id == dataset_id, EntryRow.body["reconstructed"].astext == "false"
    )
    rows = model.Session.execute(query.group_by(EntryRow.activity, EntryRow.resource_id)).all()
    told = frozenset((row[0], row[1]) for row in rows)
    return min((row[2] for row in rows), default=None), told


def _new(entries: list[Entry]) -> list[Entry]:
    """Those that no earlier run has written."""
    query = sa.select(EntryRow.id).where(EntryRow.id.in_([entry.id for entry in entries]))
    known = set(model.Session.scalars(query))
    return [entry for entry in entries if entry.id not in known]


def _there(table: str) -> bool:
    return sa.inspect(model.Session.connection()).has_table(table)


def _activities(dataset_id: str) -> Iterator[Remembered]:
    """All of them, a few hundred at a time: the action gives no more than a hundred."""
    if not _there("activity"):
        return
    query = _ACTIVITY.execution_options(yield_per=SOME)
    for row in model.Session.execute(query, {"dataset": dataset_id}):
        yield Remembered(row.id, row.activity_type, row.timestamp, _agent(row), _snapshot(row.data))


def _agent(row: Any) -> Agent:
    if row.name is None or row.name == config.site_id():
        return Agent("software", config.site_id(), "CKAN")
    shown = config.names() == "people"
    return Agent("person", row.user_id, (row.fullname or row.name) if shown else "")


def _snapshot(data: Any) -> dict[str, Any]:
    whole = json.loads(data) if isinstance(data, str) else data
    found = whole.get("package") if isinstance(whole, dict) else None
    return found if isinstance(found, dict) else {}


def _harvests(dataset_id: str) -> Iterator[Harvested]:
    if not _there("harvest_object"):
        return
    query = _HARVEST.execution_options(yield_per=SOME)
    for row in model.Session.execute(query, {"dataset": dataset_id}):
        yield Harvested(
            row.id,
            row.harvest_source_id or "",
            row.guid or "",
            row.harvest_job_id or "",
            row.moment,
            row.report_status,
            row.content or "",
        )


def _stored(package: model.Package, now: changes.State) -> list[Stored]:
    return [
        Stored(one.id, one.created, one.last_modified, now.resources[one.id].sha256)
        for one in package.resources
    ]
