"""Takes an upload from quarantine as far as it goes without a person; resumable at every step.

Whatever ends a worker, the row says how far it came, and the next one goes on from there or does
the step again. Nothing is published before the state is ``releasing``, and the original leaves the
quarantine only after ``released`` is on the disk.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Final

from ckan import model
from ckanext.masking import config
from ckanext.masking.adapters import ledger, quarantine
from ckanext.masking.domain.gate import states
from govopen_common.problem import Problem
from sqlalchemy.exc import SQLAlchemyError

from .beating import Heart
from .masking import mask
from .releasing import release

log = logging.getLogger(__name__)

FAILED: Final = Problem(
    "file",
    "failed",
    "多次处理失败，文件仍在隔离区，请管理员查看日志后重试",
    "it failed several times; the file is still in quarantine: look at the log and try again",
)


def work(upload_id: str) -> str:
    """Work on one upload; the state that it is in afterwards, or "" when there is none.

    An error is logged by its kind alone, since its text may quote a value; the upload stays where
    it is and is taken up again.
    """
    worker = ledger.claim(upload_id)
    if not worker:
        return _state(upload_id)
    with Heart(upload_id, worker) as heart:
        try:
            _work(upload_id, worker, heart)
        except ledger.LostError:
            log.info("upload %s is another worker's by now", upload_id)
        except Exception as error:
            log.error("upload %s waits after %s", upload_id, _place(error))
            with suppress(SQLAlchemyError):  # the lease ends by itself
                model.Session.rollback()
                _set_aside(upload_id, worker)
    state = _state(upload_id)
    if state in states.ENDED:
        quarantine.remove(upload_id)
    return state


def _work(upload_id: str, worker: str, heart: Heart) -> None:
    row = ledger.get(upload_id)
    assert row is not None
    if row.attempts > config.attempts():  # its workers were killed, each time
        ledger.move(upload_id, worker, states.REVIEW, problem=FAILED.as_dict())
        return
    if row.state != states.RELEASING and not mask(row, worker, heart):
        return
    release(upload_id, worker, heart)


def _set_aside(upload_id: str, worker: str) -> None:
    """Have it tried again, or looked at by a person when it was tried often enough."""
    row = ledger.get(upload_id)
    if row is not None and row.attempts >= config.attempts():
        ledger.move(upload_id, worker, states.REVIEW, problem=FAILED.as_dict())
    else:
        ledger.let_go(upload_id, worker)


def _state(upload_id: str) -> str:
    model.Session.rollback()
    row = ledger.get(upload_id)
    return str(row.state) if row is not None else ""


def _place(error: BaseException) -> str:
    """The kind of an error and the line it came from."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {where}"
