"""Tells the workers that something waits, once the transaction that holds it is committed.

A job says nothing but that somebody should look: what is to be done, and by whom, is in the table
of uploads. So a job that is about to begin does for all that came before it, a worker is not
started anew for each file, and no more jobs wait than workers could begin. When Redis is away the
row is there all the same: ``ckan masking resume``, the scheduler and the next job take it up.
"""

from __future__ import annotations

import logging
from typing import Any, Final

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib.jobs import get_queue
from redis.exceptions import RedisError
from rq import Worker

from . import quarantine

log = logging.getLogger(__name__)

QUEUE: Final = "masking:gate"
_PENDING: Final = "masking.pending"
_COMMITTED: Final = "masking.committed"


def after_commit(upload_id: str) -> None:
    """Have an upload looked at when the session's transaction is committed; else forget its
    files."""
    model.Session().info.setdefault(_PENDING, []).append(upload_id)


def knock() -> bool:
    """Have a worker look at what waits; False when the queue cannot be reached.

    Nothing is queued when each of the gate's workers has a job to begin anyway.
    """
    from ckanext.masking import jobs

    try:
        queue = get_queue(QUEUE)
        if queue.count < max(1, Worker.count(queue=queue)):
            tk.enqueue_job(
                jobs.work_on_waiting, title="masking", queue=QUEUE, rq_kwargs={"timeout": -1}
            )
    except (RedisError, OSError):
        log.warning("uploads wait: the queue cannot be reached")
        return False
    return True


def listen() -> None:
    """Look at how transactions of CKAN's sessions end, from now on."""
    for name, listener in (("after_commit", _committed), ("after_transaction_end", _ended)):
        if not sa.event.contains(model.Session, name, listener):
            sa.event.listen(model.Session, name, listener)


def _committed(session: Any) -> None:
    transaction = session.get_transaction()
    if _PENDING in session.info and not (transaction and transaction.nested):
        session.info[_COMMITTED] = True


def _ended(session: Any, transaction: Any) -> None:
    if transaction.parent is not None or _PENDING not in session.info:
        return
    pending = session.info.pop(_PENDING)
    if session.info.pop(_COMMITTED, False):
        knock()
    else:
        for upload_id in pending:
            quarantine.remove(upload_id)
