"""What is to be done now and then: computed, taken into history, and looked at again."""

from __future__ import annotations

import logging
from collections.abc import Callable

import sqlalchemy as sa
from ckan import model
from ckan.lib.redis import connect_to_redis
from ckanext.openindex import config, jobs
from ckanext.openindex.model import MarkRow
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def tick() -> list[str]:
    """Queue what is due; its names. Any number of processes may do so, as often as they like."""
    try:
        return [name for name, queued in DUE.items() if queued()]
    except RedisError:
        log.warning("Redis does not answer: nothing of the index is queued", exc_info=True)
        return []


def _marked() -> bool:
    """Marks that nobody was woken for, as when Redis was down."""
    if model.Session.scalar(sa.select(MarkRow.id).limit(1)) is None:
        return False
    return jobs.wake()


def _daily() -> bool:
    """Once for each day; again after an hour when it did not come to its end."""
    redis, day = connect_to_redis(), config.today().isoformat()
    if redis.get(config.redis_key("daily:done")) == day.encode():
        return False
    if not redis.set(config.redis_key(f"daily:{day}"), "1", nx=True, ex=jobs.PATIENCE):
        return False
    jobs.queue_daily(day)
    return True


def _observation() -> bool:
    """Addresses and files that are due are looked at some times a day."""
    key = config.redis_key("observation")
    if not connect_to_redis().set(key, "1", nx=True, ex=jobs.OBSERVED_EVERY):
        return False
    jobs.queue_observation()
    return True


DUE: dict[str, Callable[[], bool]] = {
    "compute": _marked,
    "daily": _daily,
    "observation": _observation,
}
