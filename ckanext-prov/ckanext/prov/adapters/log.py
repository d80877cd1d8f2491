"""Appends to a dataset's log, in the transaction that is under way.

Two statements for any number of entries: one locks the head of the chain and reads what is
known, one writes the entries and moves the head. Whoever rolls back, a savepoint too, takes the
entries along.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from ckan import model
from ckanext.prov.domain.chain import link_bytes
from ckanext.prov.domain.record import Entry
from ckanext.prov.domain.record_json import canonical_of, entry_to_dict

# Locks the head, so that writers of one dataset queue here; the rest of the answer is what else
# an entry has to know. The function is in the migration 0004.
_OPEN = sa.text("SELECT * FROM prov_open(:dataset, :owner, :user)")

_WRITE = sa.text("""
WITH written AS (
  INSERT INTO prov_entry
    (id, dataset_id, number, activity, ended, resource_id, body, previous, hash, labels)
  SELECT id, :dataset, number, activity, ended, resource_id, body, previous, hash, labels
  FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
    id text, number int, activity text, ended timestamptz, resource_id text, body jsonb,
    previous text, hash text, labels text[])
)
UPDATE prov_head SET count = :count, hash = :hash, modified = now(),
  state = COALESCE(CAST(:state AS jsonb), state)
WHERE dataset_id = :dataset
""")


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
    given = {"dataset": dataset_id, "owner": owner or "", "user": user or ""}
    row = model.Session.execute(_OPEN, given).one()
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
    model.Session.execute(
        _WRITE,
        {
            "dataset": ticket.dataset_id,
            "rows": json.dumps(rows, ensure_ascii=False),
            "count": count,
            "hash": previous,
            "state": None if state is None else json.dumps(state, ensure_ascii=False),
        },
    )
    ticket.hash, ticket.count = previous, count
    if state is not None:
        ticket.state = state
    return numbered


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
