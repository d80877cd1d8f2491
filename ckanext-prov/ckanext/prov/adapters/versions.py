"""Makes versions of datasets, in the transaction that is under way."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.prov import config
from ckanext.prov.domain import labels
from ckanext.prov.domain.record import Agent, Entity, Entry
from ckanext.prov.model import VersionRow
from govopen_common.problem import Rejected

from . import agents, kept, snapshots
from .log import Ticket


def known_labels(ticket: Ticket) -> list[str]:
    """Labels of the versions there are; asks nothing for a dataset without a log."""
    if not ticket.count:
        return []
    query = sa.select(VersionRow.label).where(VersionRow.dataset_id == ticket.dataset_id)
    return list(model.Session.scalars(query))


def checked(label: str, known: Collection[str]) -> str:
    """``label``, when a new version may have it. Raises Rejected."""
    problem = labels.problem_of(label) or (labels.taken(label) if label in known else None)
    if problem:
        raise Rejected(problem)
    return label


def prepare(
    package: model.Package,
    ticket: Ticket,
    files: dict[str, str],
    *,
    label: str = "",
    note: str = "",
) -> tuple[VersionRow, Entry]:
    """A version of ``package`` as it is now, and the entry that tells of it; neither is written.

    ``files`` are checksums by resource id. Without ``label`` the version is an automatic one and
    named by the setting. Raises Rejected for a label that is not free.
    """
    moment, known = datetime.now(timezone.utc), known_labels(ticket)
    automatic = not label
    if automatic:
        # The day of the site's own clock: dates are read where the site is.
        today = datetime.now().astimezone().date()
        label = labels.following(known, config.version_label(), today)
    snapshot = snapshots.take(package, ticket)
    row = VersionRow(
        dataset_id=package.id,
        label=checked(label, known),
        position=len(known) + 1,
        note=note,
        made=moment,
        automatic=automatic,
        snapshot=snapshot,
        files=files,
        digest=snapshots.digest(snapshot, files),
        labels=ticket.labels,
    )
    return row, _entry(row, ticket, moment, agents.agents(ticket))


def write(row: VersionRow, entry_id: str) -> None:
    """Store a version that the entry ``entry_id`` tells of, and keep its files when so set."""
    row.entry_id = entry_id
    model.Session.add(row)
    model.Session.flush([row])
    if config.keep_files():
        for resource_id, sha256 in row.files.items():
            kept.keep(resource_id, sha256)


def _entry(row: VersionRow, ticket: Ticket, moment: datetime, who: tuple[Agent, ...]) -> Entry:
    details: dict[str, Any] = {"label": row.label, "automatic": row.automatic, "digest": row.digest}
    return Entry(
        id="",
        number=0,
        dataset_id=ticket.dataset_id,
        activity="version_made",
        ended=moment,
        agents=who,
        used=(Entity("dataset", ticket.dataset_id),),
        generated=(Entity("version", f"{ticket.dataset_id}/{row.label}"),),
        software=agents.SOFTWARE,
        details=details,
    )
