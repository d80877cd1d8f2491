"""Locks that die with their holder.

A lock is a PostgreSQL advisory lock in a transaction of a connection of its own: the worker may
commit what it likes meanwhile, and when it is killed the server gives the lock back at once. So
nothing has to expire and no clock is compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from ckan import model
from ckanext.harvest.model import HarvestObject

from . import states

_SHARES: Final = 4
"""The last objects of a job are claimed in parts, so that no worker ends long before another."""
_LEAST: Final = 15
_WINDOW: Final = 20
"""Claims look at this many batches of open objects: so many workers find one at once."""


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """True for one process at a time; False, without waiting, for every other."""
    with model.meta.engine.connect() as connection, connection.begin():
        yield bool(connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(_key(name)))))


@contextmanager
def in_turn(name: str) -> Iterator[None]:
    """One process at a time; every other waits for its turn."""
    with model.meta.engine.connect() as connection, connection.begin():
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_key(name))))
        yield


def _key(name: str) -> sa.ColumnElement[int]:
    return sa.func.hashtextextended(f"govopen:{name}", 0)


@contextmanager
def claim(job_id: str, limit: int, *, deferred: bool) -> Iterator[Sequence[str]]:
    """Ids of at most ``limit`` open objects of a job, in the order of the list, for us alone.

    Ordinary objects, or those put off to the end of the job when ``deferred``.
    """
    with model.meta.engine.connect() as connection, connection.begin():
        some = _open(job_id, deferred).limit(limit * _SHARES).subquery()
        left = connection.scalar(sa.select(sa.func.count()).select_from(some)) or 0
        share = min(limit, max(_LEAST, -(-left // _SHARES)))
        yield connection.scalars(_claim(job_id, share, deferred)).all()


def _open(job_id: str, deferred: bool) -> sa.Select[tuple[str, datetime]]:
    one = HarvestObject
    return sa.select(one.id, one.gathered).where(
        one.harvest_job_id == job_id,
        one.state.in_(states.OPEN),
        one.retry_times > 0 if deferred else one.retry_times == 0,
    )


def _claim(job_id: str, limit: int, deferred: bool) -> sa.Select[tuple[str]]:
    gathered = HarvestObject.gathered
    window = _open(job_id, deferred).order_by(gathered).limit(limit * _WINDOW).offset(0).subquery()
    key = sa.func.hashtextextended(sa.func.concat("govopen:object:", window.c.id), 0)
    taken = sa.func.pg_try_advisory_xact_lock(key)
    return sa.select(window.c.id).where(taken).limit(limit)
