"""Puts a masked file where the resource's file belongs, and tells those who want to know.

Each step may be done again: the DataStore's table is made anew, the file is placed whole, the
resource gets the same values. ``released`` is committed in the transaction in which the signal's
listeners wrote, so a signal is never lost and its traces are never there twice.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import psycopg2
from ckan import model
from ckanext.masking import config, signals
from ckanext.masking.adapters import (
    ledger,
    limits,
    loading,
    protection,
    publishing,
    quarantine,
    vault,
)
from ckanext.masking.adapters.telling import facts
from ckanext.masking.domain.gate import states
from ckanext.masking.domain.policy.model import Policy
from ckanext.masking.model import MaskingUpload
from ckanext.masking.model.upload import now
from sqlalchemy.exc import SQLAlchemyError

from .beating import Heart

log = logging.getLogger(__name__)


def release(upload_id: str, worker: str, heart: Heart) -> None:
    """Publish what ``mask`` made. Raises ``LostError`` and what storage and database raise."""
    row = ledger.get(upload_id)
    assert row is not None
    with publishing.one_at_a_time(str(row.resource_id)):
        if row.kind == "file" and _overtaken(row):
            ledger.move(upload_id, worker, states.DISCARDED)
            return
        if row.kind == "rows":
            loading.write_rows(row)
            publishing.touch(row)
        else:
            _publish(row, heart)
        kept = _keep(row)
        signals.file_masked.send(str(row.resource_id), **facts(row))
        if row.kind == "file":
            ledger.overtake(str(row.resource_id), int(row.number))
        ledger.finish(upload_id, worker, **kept)
        model.repo.commit()


def _overtaken(row: MaskingUpload) -> bool:
    """Whether a later file was handed in, or there is no place for this one any more."""
    newest = ledger.newest_file(str(row.resource_id))
    return newest != row.id or not publishing.has_place(str(row.resource_id))


def _publish(row: MaskingUpload, heart: Heart) -> None:
    """The rows first, then the file, then what the resource says of both; the last two in the
    same moment. Readers see the state before until then, and afterwards all of the new one; only
    the search in a large table is slow until it is indexed.
    """
    masked = quarantine.masked(str(row.id))
    resource_id = str(row.resource_id)
    heart.tell("load", 0)
    table = _load(resource_id, masked, heart)
    heart.tell("place", 0)
    digest = publishing.place(row, masked)
    publishing.describe(row, masked, digest, table)
    if table:
        heart.tell("index", 0)
        loading.index(resource_id)


def _load(resource_id: str, masked: Path, heart: Heart) -> bool | None:
    """Whether the resource has a table then; what no table can hold has none."""
    try:
        return loading.load(resource_id, masked, heart.tell)
    except (SQLAlchemyError, psycopg2.Error) as error:
        if not limits.beyond(error):
            raise
        log.warning("the file of resource %s is published without rows", resource_id)
        return loading.drop(resource_id)


def _keep(row: MaskingUpload) -> dict[str, object]:
    """Keep the original, encrypted, for as long as the policy says and where a key is there.

    What entitled readers of a dynamic policy may see is kept too: of rows in a table alone.
    """
    upload_id = str(row.id)
    policy = publishing.policy_of(row)
    days = _days(policy)
    dynamic = vault.can_keep() and policy.is_dynamic
    file = dynamic and row.kind == "file"
    keep = vault.can_keep() and (file or days > 0)
    if keep:
        with quarantine.open_original(upload_id) as source:
            vault.store(source, upload_id)
    if dynamic:
        protection.protect(row, row.findings, lambda: loading.clear_rows(upload_id))
    else:
        protection.lift(str(row.resource_id))
    if not keep:
        return {"original": "dropped"}
    ends = {} if file else {"kept_until": now() + timedelta(days=days)}
    return {"original": "vault", **ends}


def _days(policy: Policy) -> int:
    """For how long originals are kept: as the policy says, else the site, and no longer than the
    site allows."""
    said = policy.keep_original
    return min(config.keep_days() if said is None else said, config.longest_keep_days())
