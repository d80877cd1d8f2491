"""Remembers signed calls while their time stamp is good, so that none is taken twice."""

from __future__ import annotations

import logging
from datetime import datetime

import sqlalchemy as sa
from ckan import model
from ckan.lib.redis import connect_to_redis
from ckanext.govopen import config
from ckanext.govopen.domain.signature import WINDOW
from ckanext.govopen.model import ReceivedCall
from redis.exceptions import RedisError
from sqlalchemy.dialects.postgresql import insert

log = logging.getLogger(__name__)

_KEPT = WINDOW * 2
"""A call may come a window early and be sent again a window late."""


def first_time(mark: str) -> bool:
    """Whether the call with this mark has not been seen yet; from now on it has.

    Redis turns most repetitions away; the database decides, so a Redis that was emptied or does
    not answer lets nothing through.
    """
    return _new_in_redis(mark) and _new_in_database(mark)


def _new_in_redis(mark: str) -> bool:
    key = config.redis_key(f"received:{mark}")
    try:
        return bool(connect_to_redis().set(key, "1", nx=True, ex=int(_KEPT.total_seconds())))
    except RedisError:
        log.warning("Redis does not answer; the database alone tells repeated calls")
        return True


def _new_in_database(mark: str) -> bool:
    now = datetime.utcnow()
    row = insert(ReceivedCall).values(digest=mark, expires=now + _KEPT)
    with model.meta.engine.begin() as connection:
        connection.execute(sa.delete(ReceivedCall).where(ReceivedCall.expires < now))
        done = connection.execute(row.on_conflict_do_nothing())
    return done.rowcount == 1
