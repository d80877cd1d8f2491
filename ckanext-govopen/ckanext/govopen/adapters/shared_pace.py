"""The rate of a source, kept by all processes together: each takes its turns from Redis.

Without Redis every process keeps the rate by itself, as it did before it asked.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final

from ckan.lib.redis import connect_to_redis
from ckanext.govopen import config
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

LEAST_GAP: Final = 0.005
"""Seconds. Above 200 requests a second, asking Redis would cost more than it spares the source."""
SILENCE: Final = 30.0
"""Seconds for which a Redis that did not answer is not asked again."""

_TURN: Final = """
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local turn = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
local free = turn + tonumber(ARGV[1])
redis.call('SET', KEYS[1], string.format('%.0f', free), 'PX', math.ceil((free - now) / 1000) + 1)
return turn - now
"""
# Times are microseconds of the Redis server, so that the clocks of hosts need not agree.


class SharedPace:
    """Turns of the source ``name`` on this site; made for ``RateLimit``'s ``reserve``."""

    def __init__(self, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._key = config.redis_key(f"pace:{name}")
        self._clock = clock
        self._asked_again = 0.0

    def __call__(self, gap: float) -> float:
        """Take the next turn, after which none comes for ``gap`` seconds; seconds until it."""
        if gap < LEAST_GAP or self._clock() < self._asked_again:
            return 0.0
        try:
            waited = connect_to_redis().eval(_TURN, 1, self._key, round(gap * 1_000_000))
        except RedisError:
            log.warning("Redis does not answer; each process keeps the rate of sources by itself")
            self._asked_again = self._clock() + SILENCE
            return 0.0
        return int(waited) / 1_000_000
