"""Takes up what was left, and takes away what is over: to be called now and then, by anybody."""

from __future__ import annotations

import logging
from typing import Final

import sqlalchemy as sa
from ckan import model
from ckanext.masking.adapters import ledger, quarantine, queue, vault
from ckanext.masking.domain.gate import states
from ckanext.masking.model import MaskingUpload

from .working import work

log = logging.getLogger(__name__)

ORPHAN_SECONDS: Final = 3600
"""A file without a row is of a request that is not over, or that died. None lasts so long."""


def resume() -> list[str]:
    """Queue everything that waits, is in no queue and nobody works on, and sweep; the ids that
    were queued."""
    sweep()
    queued = queue.queued()
    if queued is None:
        return []
    return [one for one in ledger.waiting() if one not in queued and queue.enqueue(one)]


def work_all() -> dict[str, str]:
    """Work in this process on everything that waits; states by id."""
    done: dict[str, str] = {}
    while left := [one for one in ledger.waiting() if one not in done]:
        for upload_id in left:
            done[upload_id] = work(upload_id)
    return done


def sweep() -> int:
    """Remove files whose upload has ended, files of requests that died, and kept originals whose
    time is over; the number of uploads that lost something."""
    gone = quarantine.sweep_parts(ORPHAN_SECONDS)
    here = quarantine.ids()
    known = ledger.known(here)
    old = quarantine.ids(ORPHAN_SECONDS)
    for upload_id in here:
        if known.get(upload_id) in states.ENDED or (upload_id not in known and upload_id in old):
            quarantine.remove(upload_id)
            gone += 1
    return gone + _expire()


def _expire() -> int:
    """Drop kept originals whose time is over."""
    query = sa.select(MaskingUpload).where(
        MaskingUpload.original == "vault", MaskingUpload.kept_until < sa.func.now()
    )
    rows = list(model.Session.scalars(query))
    for row in rows:
        vault.remove(str(row.id))
        row.original = "dropped"
    model.Session.commit()
    return len(rows)
