"""Has workers look at addresses and files now and then, a while each time."""

from __future__ import annotations

from typing import Final

import ckan.plugins.toolkit as tk
from redis import Redis

from .inspections import running as inspecting
from .probes import running as probing

QUEUE: Final = "openindex:observe"
EVERY: Final = 60 * 60
"""Seconds between two looks."""
BUDGET: Final = 5 * 60.0
"""Seconds after which a look begins nothing new, so that a worker has time for other things."""


def queue(redis: Redis, key: str) -> None:
    """Queue a look, unless one was queued within the hour; ``key`` remembers that in Redis."""
    if redis.set(key, "", nx=True, ex=EVERY):
        tk.enqueue_job(probe, title="probe addresses", queue=QUEUE, rq_kwargs={"timeout": 3600})
        tk.enqueue_job(inspect, title="inspect files", queue=QUEUE, rq_kwargs={"timeout": 3600})


def probe() -> None:
    """Ask addresses that are due, for a while."""
    probing.run(seconds=BUDGET)


def inspect() -> None:
    """Open files that are due, for a while."""
    inspecting.run(seconds=BUDGET)
