"""Takes up what was left, and takes away what is over: to be called now and then, by anybody."""

from __future__ import annotations

import logging
from datetime import timedelta
from time import monotonic
from typing import Final

import sqlalchemy as sa
from ckan import model
from ckanext.masking import config
from ckanext.masking.adapters import ledger, quarantine, queue, vault
from ckanext.masking.domain.gate import states
from ckanext.masking.model import MaskingUpload
from ckanext.masking.model.upload import now

from .working import work

log = logging.getLogger(__name__)

ORPHAN_SECONDS: Final = 3600
"""A file without a row is of a request that is not over, or that died. None lasts so long."""


def resume() -> list[str]:
    """Have workers look at everything that waits and nobody works on, and sweep; what waits."""
    sweep()
    found = ledger.waiting(rested=True)
    return found if found and queue.knock() else []


def work_all() -> dict[str, str]:
    """Work in this process on everything that waits, once on each; states by id."""
    done: dict[str, str] = {}
    while upload_id := next((one for one in ledger.waiting() if one not in done), ""):
        done[upload_id] = work(upload_id)
    return done


def work_for(seconds: float) -> bool:
    """Work in this process on what waits, and begin nothing more after so many seconds.

    Answers whether anything is left. What has just failed is left to rest.
    """
    until = monotonic() + seconds
    while upload_id := next(iter(ledger.waiting(rested=True)), ""):
        if monotonic() > until:
            return True
        work(upload_id)
    return False


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
    """Drop kept originals whose time is over, or that are older than the site allows by now."""
    row = MaskingUpload
    oldest = now() - timedelta(days=config.longest_keep_days())
    over = sa.or_(row.kept_until < sa.func.now(), row.ended < oldest)
    query = sa.select(row).where(row.original == "vault", row.kept_until.is_not(None), over)
    rows = list(model.Session.scalars(query))
    for one in rows:
        vault.remove(str(one.id))
        one.original = "dropped"
    model.Session.commit()
    return len(rows)
