"""Stamps in Redis that tell every process when what it keeps in memory is out of date."""

from __future__ import annotations

from ckan.lib.redis import connect_to_redis
from ckanext.govopen import config
from redis.exceptions import RedisError


def current(subject: str) -> bytes | None:
    """The stamp of ``subject``; None, as if it had just changed, while Redis does not answer."""
    try:
        return connect_to_redis().get(_key(subject)) or b"0"
    except RedisError:
        return None


def bump(subject: str) -> None:
    """Say that ``subject`` changed."""
    connect_to_redis().incr(_key(subject))


def _key(subject: str) -> str:
    return config.redis_key(f"stamp:{subject}")
