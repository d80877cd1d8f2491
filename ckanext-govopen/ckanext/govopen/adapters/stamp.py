"""Stamps in Redis that tell every process when what it keeps in memory is out of date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ckan.lib.redis import connect_to_redis
from ckanext.govopen import config
from redis.exceptions import RedisError

_held: ContextVar[dict[str, bytes] | None] = ContextVar("held", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Ask Redis for a stamp once, not for each field of each dataset.

    A batch is one transaction: what others change while it is written is for the next one.
    """
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def current(subject: str) -> bytes | None:
    """The stamp of ``subject``; None, as if it had just changed, while Redis does not answer."""
    held = _held.get()
    if held is not None and subject in held:
        return held[subject]
    try:
        found = connect_to_redis().get(_key(subject)) or b"0"
    except RedisError:
        return None
    if held is not None:
        held[subject] = found
    return found


def bump(subject: str) -> None:
    """Say that ``subject`` changed."""
    connect_to_redis().incr(_key(subject))
    if (held := _held.get()) is not None:
        held.pop(subject, None)


def _key(subject: str) -> str:
    return config.redis_key(f"stamp:{subject}")
