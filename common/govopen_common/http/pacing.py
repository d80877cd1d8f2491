"""When the next request may go out: the rate of a source, back-off, and Retry-After."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

Clock = Callable[[], float]
Sleep = Callable[[float], None]
Reserve = Callable[[float], float]


class RateLimit:
    """At most ``rate`` requests a second, evenly spaced, for all threads that share it.

    ``reserve`` takes a turn among other processes too: given the seconds between two turns, it
    tells how many seconds there are until ours.
    """

    def __init__(
        self,
        rate: float,
        clock: Clock = time.monotonic,
        sleep: Sleep = time.sleep,
        reserve: Reserve | None = None,
    ):
        self._reserve = reserve
        self._gap = 1 / rate if rate > 0 else 0.0
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next = 0.0

    def wait(self) -> None:
        """Return when it is the caller's turn."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next)
            self._next = turn + self._gap
        seconds = turn - now
        if self._reserve and self._gap:
            seconds = max(seconds, self._reserve(self._gap))
        if seconds > 0:
            self._sleep(seconds)


def backoff(attempt: int, first: float, longest: float, chance: Callable[[], float]) -> float:
    """Seconds before try number ``attempt + 1``: doubled each time, half of it left to chance.

    "Equal jitter": callers that failed together do not come back together, yet each waits.
    """
    whole = min(longest, first * 2.0**attempt)
    return whole / 2 + chance() * whole / 2


def retry_after(
    headers: Mapping[str, str], now: Callable[[], datetime] | None = None
) -> float | None:
    """Seconds that ``Retry-After`` asks to wait, as a number or an HTTP date (RFC 9110, 10.2.3).

    None when the header is missing or makes no sense.
    """
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    current = now() if now else datetime.now(timezone.utc)
    return max(0.0, (moment - current).total_seconds())


def chance() -> float:
    """A number from 0 to 1."""
    return random.random()
