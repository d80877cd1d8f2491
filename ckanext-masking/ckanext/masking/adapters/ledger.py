"""The rows of what is held. States move by compare-and-set in SQL, so that nothing is done twice.

Whoever works on an upload has its name in ``worker`` and a lease that a heartbeat extends. A worker
that lost its lease finds out at its next move and stops. These functions use connections of their
own, so that a move is on the disk when they return; only :func:`add` and :func:`finish` belong to
the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckanext.masking import config
from ckanext.masking.domain.gate import states
from ckanext.masking.model import MaskingUpload
from ckanext.masking.model.upload import now

TABLE = MaskingUpload.__table__
REST: Final = 20
"""Seconds for each time that an upload was tried and failed."""


class LostError(Exception):
    """The upload is another worker's by now, or somebody moved it."""


def add(**fields: Any) -> MaskingUpload:
    """A new row in the caller's transaction."""
    row = MaskingUpload(**fields)
    model.Session.add(row)
    model.Session.flush()
    return row


def get(upload_id: str) -> MaskingUpload | None:
    """A row as the database has it now."""
    query = sa.select(MaskingUpload).where(MaskingUpload.id == upload_id)
    return model.Session.scalars(query.execution_options(populate_existing=True)).first()


def claim(upload_id: str) -> str:
    """Take an upload that has work to be done and nobody at it; a worker's name, or ""."""
    worker = make_uuid()
    changed = _update(
        TABLE.c.id == upload_id,
        TABLE.c.state.in_(states.WORK),
        sa.or_(TABLE.c.lease.is_(None), TABLE.c.lease < sa.func.now()),
        worker=worker,
        lease=_lease(),
        attempts=TABLE.c.attempts + 1,
    )
    return worker if changed else ""


def beat(upload_id: str, worker: str, step: str, done: int) -> bool:
    """Extend the lease and tell the progress; False when it is another worker's."""
    return _update(
        TABLE.c.id == upload_id,
        TABLE.c.worker == worker,
        TABLE.c.state.in_(states.WORK),
        lease=_lease(),
        step=step,
        done=done,
    )


def move(upload_id: str, worker: str, after: str, **fields: Any) -> None:
    """Bring an upload that ``worker`` has into another state. Raises ``LostError``."""
    before = [state for state in states.WORK if states.may_move(state, after)]
    lease: dict[str, Any] = {"lease": _lease()}
    if after not in states.WORK:
        lease = {"lease": None, "worker": ""}
    if after in states.ENDED:
        lease["ended"] = sa.func.now()
    if not _update(
        TABLE.c.id == upload_id,
        TABLE.c.worker == worker,
        TABLE.c.state.in_(before),
        state=after,
        **lease,
        **fields,
    ):
        raise LostError(upload_id)


def let_go(upload_id: str, worker: str) -> None:
    """Give an upload back, so that it is taken up again without waiting for the lease to end."""
    _update(TABLE.c.id == upload_id, TABLE.c.worker == worker, lease=None, worker="")


def finish(upload_id: str, worker: str, **fields: Any) -> None:
    """Say in the caller's transaction that an upload is released. Raises ``LostError``."""
    statement = (
        sa.update(TABLE)
        .where(TABLE.c.id == upload_id)
        .where(TABLE.c.worker == worker)
        .where(TABLE.c.state == states.RELEASING)
        .values(state=states.RELEASED, lease=None, worker="", **_ended(), **fields)
    )
    if model.Session.execute(statement).rowcount != 1:
        raise LostError(upload_id)


def overtake(resource_id: str, number: int) -> None:
    """Let go of files of a resource that came before ``number`` and wait for a review, in the
    caller's transaction: a later one has taken the place that they waited for."""
    statement = (
        sa.update(TABLE)
        .where(TABLE.c.resource_id == resource_id, TABLE.c.kind == "file")
        .where(TABLE.c.number < number, TABLE.c.state == states.REVIEW)
        .values(state=states.DISCARDED, lease=None, worker="", original="dropped", **_ended())
    )
    model.Session.execute(statement)


def decide(upload_id: str, after: str, **fields: Any) -> bool:
    """A person's move, out of review or before a worker has begun; in the caller's transaction."""
    before = [state for state in states.OPEN if states.may_move(state, after)]
    ended = _ended() if after in states.ENDED else {"changed": sa.func.now()}
    statement = (
        sa.update(TABLE)
        .where(TABLE.c.id == upload_id)
        .where(TABLE.c.state.in_(before))
        .where(sa.or_(TABLE.c.lease.is_(None), TABLE.c.lease < sa.func.now()))
        .values(state=after, lease=None, worker="", **ended, **fields)
    )
    return bool(model.Session.execute(statement).rowcount)


def waiting(*, rested: bool = False) -> list[str]:
    """Uploads with work to be done and nobody at it, in turns: of each user the oldest first.

    ``rested`` leaves out what failed a moment ago: the oftener it failed, the longer it rests.
    """
    turn = sa.func.row_number().over(partition_by=TABLE.c.user_id, order_by=TABLE.c.number)
    query = (
        sa.select(TABLE.c.id)
        .where(TABLE.c.state.in_(states.WORK))
        .where(sa.or_(TABLE.c.lease.is_(None), TABLE.c.lease < sa.func.now()))
        .order_by(turn, TABLE.c.number)
    )
    if rested:
        pause = sa.func.make_interval(0, 0, 0, 0, 0, 0, TABLE.c.attempts * REST)
        still = TABLE.c.changed < sa.func.now() - pause
        query = query.where(sa.or_(TABLE.c.attempts == 0, still))
    with model.meta.engine.connect() as connection:
        return list(connection.scalars(query))


def open_of(*, resource_id: str = "", package_id: str = "", user_id: str = "") -> Any:
    """Conditions for what is still held of a resource, a dataset or a user."""
    wanted = [TABLE.c.state.in_(states.OPEN)]
    if resource_id:
        wanted.append(TABLE.c.resource_id == resource_id)
    if package_id:
        wanted.append(TABLE.c.package_id == package_id)
    if user_id:
        wanted.append(TABLE.c.user_id == user_id)
    return sa.and_(*wanted)


def held(**whose: str) -> list[MaskingUpload]:
    """What is still held, as ``open_of`` asks, the oldest first."""
    query = sa.select(MaskingUpload).where(open_of(**whose)).order_by(MaskingUpload.number)
    return list(model.Session.scalars(query.execution_options(populate_existing=True)))


def count_held(user_id: str) -> int:
    """How many uploads of a user are still held."""
    query = sa.select(sa.func.count()).select_from(TABLE).where(open_of(user_id=user_id))
    return int(model.Session.scalar(query) or 0)


def newest_file(resource_id: str) -> str:
    """The last file handed in for a resource that was not sent back; its id, or ""."""
    query = (
        sa.select(TABLE.c.id)
        .where(TABLE.c.resource_id == resource_id)
        .where(TABLE.c.kind == "file")
        .where(TABLE.c.state.not_in([states.DISCARDED, states.RETURNED, states.REFUSED]))
        .order_by(TABLE.c.number.desc())
        .limit(1)
    )
    with model.meta.engine.connect() as connection:
        return str(connection.scalar(query) or "")


def findings_of(resource_id: str) -> dict[str, Any]:
    """The engine's report on what was published last of a resource; empty when nothing was."""
    query = (
        sa.select(TABLE.c.findings)
        .where(TABLE.c.resource_id == resource_id, TABLE.c.state == states.RELEASED)
        .order_by(TABLE.c.number.desc())
        .limit(1)
    )
    return dict(model.Session.execute(query).scalar() or {})


def known(ids: Iterable[str]) -> dict[str, str]:
    """The states of those among ``ids`` that there are rows of."""
    query = sa.select(TABLE.c.id, TABLE.c.state).where(TABLE.c.id.in_(list(ids)))
    with model.meta.engine.connect() as connection:
        return {str(one.id): str(one.state) for one in connection.execute(query)}


def _lease() -> Any:
    return sa.func.now() + timedelta(seconds=config.lease_seconds())


def _ended() -> dict[str, Any]:
    return {"ended": now(), "changed": sa.func.now()}


def _update(*conditions: Any, **fields: Any) -> bool:
    values = {"changed": sa.func.now(), **fields}
    with model.meta.engine.begin() as connection:
        done = connection.execute(sa.update(TABLE).where(*conditions).values(**values))
    return bool(done.rowcount)
