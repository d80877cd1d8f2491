"""Appends to a dataset's log, in the transaction that is under way.

Two statements for any number of entries: one locks the head of the chain and reads what is
known, one writes the entries and moves the head. Whoever rolls back, a savepoint too, takes the
entries along.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import uuid4

import sqlalchemy as sa
from ckan import model
from ckanext.prov.domain.chain import link_bytes
from ckanext.prov.domain.record import Entry
from ckanext.prov.domain.record_json import canonical_of, entry_to_dict

# Locks the head, so that writers of one dataset queue here; the rest of the answer is what else
# an entry has to know. The functions are in the migrations 0004 and 0006: their plans are kept for
# as long as the connection lives, those of a statement that is sent are made anew each time.
_OPEN: Final = "SELECT * FROM prov_open(%s, %s, %s)"
_WRITE: Final = "SELECT prov_append(%s, %s, %s, %s, %s)"


@dataclass
class Ticket:
    """The right to append to a dataset's log until the transaction ends, and what is known.

    ``person`` is the user who acts (id, login, name, sysadmin, role in the owning
    organization) or None.
    """

    dataset_id: str
    count: int
    hash: str
    state: Mapping[str, Any]
    tags: list[str]
    groups: list[str]
    person: Mapping[str, Any] | None
    owner: str
    department: str
    labels: list[str] = field(default_factory=list)


def open_log(dataset_id: str, owner: str | None, user: str | None) -> Ticket:
    """Wait for the head of a dataset's chain and lock it; ``user`` is the name of who acts."""
    row = _call(_OPEN, dataset_id, owner or "", user or "").one()
    return Ticket(
        dataset_id,
        row.count,
        row.hash,
        row.state,
        row.tags or [],
        row.groups or [],
        row.person,
        owner or "",
        row.department or "",
    )


def append(
    ticket: Ticket, entries: Sequence[Entry], state: Mapping[str, Any] | None = None
) -> list[Entry]:
    """Write ``entries`` behind those that are there, numbered and chained; returns them so.

    ``state``, where given, is what is known of the dataset from now on. Entries without an id
    get one. Raises ValueError for an entry that cannot be written; nothing is written then.
    """
    rows, numbered = [], []
    previous, count = ticket.hash, ticket.count
    for entry in entries:
        count += 1
        whole = replace(entry, id=entry.id or str(uuid4()), number=count)
        body = entry_to_dict(whole)
        made = link_bytes(previous, canonical_of(body))
        rows.append(_row(whole, body, previous, made, ticket.labels))
        numbered.append(whole)
        previous = made
    known = None if state is None else json.dumps(state, ensure_ascii=False)
    written = json.dumps(rows, ensure_ascii=False)
    _call(_WRITE, ticket.dataset_id, written, count, previous, known).close()
    ticket.hash, ticket.count = previous, count
    if state is not None:
        ticket.state = state
    return numbered


def _call(statement: str, *given: object) -> sa.CursorResult[Any]:
    """Run a statement in the transaction of the session, as the driver takes it."""
    return model.Session.connection().exec_driver_sql(statement, given)


def _row(
    entry: Entry, body: dict[str, Any], previous: str, made: str, labels: list[str]
) -> dict[str, Any]:
    return {
        "id": entry.id,
        "number": entry.number,
        "activity": entry.activity,
        "ended": entry.ended.isoformat(),
        "resource_id": entry.resource_id,
        "body": body,
        "previous": previous,
        "hash": made,
        "labels": labels,
    }
