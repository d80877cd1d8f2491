"""Counts uses in Redis: one round trip for each, after the answer has gone out.

Whether a client was here before is asked and remembered by ``SET NX`` with an expiry rather than by
a HyperLogLog: it is exact for small numbers, forgets by itself, and holds only clients of the last
window. The script makes that and the sum one step, so that a process that dies has counted a use
or has not.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from ckanext.openindex.domain.usage.hit import Hit
from ckanext.openindex.domain.usage.visitor import marks
from redis import ConnectionPool, Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

COUNT = """
if tonumber(redis.call('GET', KEYS[2]) or '0') < tonumber(ARGV[3])
    and redis.call('SET', KEYS[1], '', 'NX', 'EX', ARGV[1]) then
  if redis.call('INCR', KEYS[2]) == 1 then redis.call('EXPIRE', KEYS[2], ARGV[2]) end
  redis.call('HINCRBY', KEYS[3], ARGV[4], 1)
end
if ARGV[5] ~= '' then redis.call('HINCRBY', KEYS[3], ARGV[5], ARGV[6]) end
return redis.call('SET', KEYS[4], '', 'NX', 'EX', ARGV[7]) and 1 or 0
"""
FLUSH_SECONDS = 300
"""How long counts wait in Redis before a use has them flushed."""
PAUSE = 5.0
"""Seconds in which Redis is not asked again after it failed: no request waits for it then."""
PATIENCE = 0.5
"""Seconds that Redis has for a connection and for an answer."""
LOST = "lost|"
DAY_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Names:
    """The keys in Redis. The braces keep them in one slot of a cluster."""

    site: str

    @property
    def stem(self) -> str:
        return f"{{{self.site}:openindex:usage}}"

    @property
    def pending(self) -> str:
        return f"{self.stem}:pending"

    @property
    def flushed(self) -> str:
        """There while a flush was asked for not long ago."""
        return f"{self.stem}:flushed"

    @property
    def batches(self) -> str:
        return f"{self.stem}:batches"

    @property
    def used(self) -> str:
        """Datasets that the search index is to be told of."""
        return f"{self.stem}:used"

    @property
    def indexed(self) -> str:
        """There while the search index was told not long ago."""
        return f"{self.stem}:indexed"

    @property
    def looked(self) -> str:
        """There while addresses and files were looked at not long ago."""
        return f"{self.stem}:looked"

    def batch(self, batch: str) -> str:
        return f"{self.stem}:batch:{batch}"

    def salt(self, day: date) -> str:
        return f"{self.stem}:salt:{day.isoformat()}"

    def mark(self, mark: str) -> str:
        return f"{self.stem}:m:{mark}"


@dataclass
class Counter:
    """Counts hits of one process.

    ``window``: seconds in which a client is counted once for a target. ``most``: uses of a dataset
    in a day that one address can have counted, whatever it calls itself. ``flush`` is called when
    counts have waited long enough.
    """

    redis: Redis
    names: Names
    window: int
    most: int
    now: Callable[[], datetime]
    flush: Callable[[], None] = lambda: None
    clock: Callable[[], float] = time.monotonic
    _lost: dict[date, int] = field(default_factory=dict)
    _quiet_until: float = 0.0
    _salt: tuple[date, bytes] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._script = self.redis.register_script(COUNT)

    @property
    def lost(self) -> int:
        """Uses of this process that Redis has not heard of yet."""
        return sum(self._lost.values())

    def count(self, hit: Hit, address: str, agent: str) -> None:
        """Count a use by the client at ``address``. Never raises: what fails is counted as lost."""
        moment = self.now()
        today = moment.date()
        if self.clock() < self._quiet_until:
            self._lose(today, 1)
            return
        told = self._take_lost()
        try:
            self._ask(hit, address, agent, moment, told)
        except (RedisError, OSError) as error:
            self._failed(error, today, told)

    def _ask(
        self, hit: Hit, address: str, agent: str, moment: datetime, told: tuple[date, int] | None
    ) -> None:
        today = moment.date()
        mark = marks(self._salt_of(moment), address, agent, hit)
        names = self.names
        keys = [names.mark(mark.client), names.mark(mark.place), names.pending, names.flushed]
        lost = (f"{LOST}{told[0].isoformat()}", told[1]) if told else ("", 0)
        said = [self.window, DAY_SECONDS, self.most, hit.field(today), *lost, FLUSH_SECONDS]
        if self._script(keys, said):
            self.flush()

    def _salt_of(self, moment: datetime) -> bytes:
        """The salt of the day, the same in all processes; Redis forgets it when the day ends."""
        today = moment.date()
        if self._salt is None or self._salt[0] != today:
            name = self.names.salt(today)
            midnight = datetime.combine(today + timedelta(days=1), datetime.min.time())
            left = int((midnight - moment.replace(tzinfo=None)).total_seconds()) + 1
            with self.redis.pipeline(transaction=True) as pipe:
                pipe.set(name, secrets.token_bytes(32), nx=True, ex=left)
                pipe.get(name)
                found: Any = pipe.execute()[1]
            self._salt = (today, bytes(found))
        return self._salt[1]

    def _take_lost(self) -> tuple[date, int] | None:
        with self._lock:
            return self._lost.popitem() if self._lost else None

    def _lose(self, day: date, n: int) -> None:
        with self._lock:
            self._lost[day] = self._lost.get(day, 0) + n

    def _failed(self, error: Exception, today: date, told: tuple[date, int] | None) -> None:
        self._lose(today, 1)
        if told:
            self._lose(*told)
        self._quiet_until = self.clock() + PAUSE
        log.warning("uses are not counted for now, %s lost so far: %s", self.lost, error)


def connected(url: str) -> Redis:
    """Redis for counting: it fails soon where CKAN's own connection would wait."""
    pool = ConnectionPool.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    return Redis(connection_pool=pool)
