"""Stamps in Redis that tell every process when what it keeps in memory is out of date."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from ckan.lib.redis import connect_to_redis
from ckanext.govopen import config
from redis.exceptions import RedisError

HOLD: Final = 0.05
"""Seconds that a stamp is taken as current while a batch is written."""

_held: ContextVar[dict[str, tuple[float, bytes]] | None] = ContextVar("held", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Ask Redis for a stamp at most every ``HOLD`` seconds, not for each field of each dataset."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def current(subject: str) -> bytes | None:
    """The stamp of ``subject``; None, as if it had just changed, while Redis does not answer."""
    held, now = _held.get(), time.monotonic()
    if held and subject in held and now - held[subject][0] < HOLD:
        return held[subject][1]
    try:
        found = connect_to_redis().get(_key(subject)) or b"0"
    except RedisError:
        return None
    if held is not None:
        held[subject] = now, found
    return found


def bump(subject: str) -> None:
    """Say that ``subject`` changed."""
    connect_to_redis().incr(_key(subject))
    if held := _held.get():
        held.pop(subject, None)


def _key(subject: str) -> str:
    return config.redis_key(f"stamp:{subject}")
