"""Hands uploads to the workers, once the transaction that holds them is committed.

A job's payload is the upload's id and nothing else. When Redis is away the row is there all the
same: ``ckan masking resume`` and the next worker that ends take it up.
"""

from __future__ import annotations

import logging
from typing import Any, Final

import sqlalchemy as sa
from ckan import model
from redis.exceptions import RedisError

from . import quarantine

log = logging.getLogger(__name__)

QUEUE: Final = "masking:gate"
_PENDING: Final = "masking.pending"
_COMMITTED: Final = "masking.committed"


def after_commit(upload_id: str) -> None:
    """Queue an upload when the session's transaction is committed; else forget its files."""
    model.Session().info.setdefault(_PENDING, []).append(upload_id)


def enqueue(upload_id: str) -> bool:
    """Queue an upload; False when the queue cannot be reached."""
    import ckan.plugins.toolkit as tk
    from ckanext.masking import jobs

    try:
        tk.enqueue_job(
            jobs.work_on_upload,
            [upload_id],
            title=f"masking {upload_id}",
            queue=QUEUE,
            rq_kwargs={"timeout": -1},
        )
    except (RedisError, OSError):
        log.warning("upload %s waits: the queue cannot be reached", upload_id)
        return False
    return True


def queued() -> set[str] | None:
    """Uploads whose job waits in the queue; None when the queue cannot be reached."""
    from ckan.lib import jobs

    try:
        found = jobs.get_queue(QUEUE).jobs
    except (RedisError, OSError):
        log.warning("uploads that were left wait on: the queue cannot be reached")
        return None
    return {str(job.args[0]) for job in found if job.args}


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
    committed = session.info.pop(_COMMITTED, False)
    for upload_id in pending:
        if committed:
            enqueue(upload_id)
        else:
            quarantine.remove(upload_id)
