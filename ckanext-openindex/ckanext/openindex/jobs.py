"""Background jobs, run by ``ckan jobs worker openindex:compute openindex:observe``."""

from __future__ import annotations

import logging
from typing import Final

import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis
from redis.exceptions import RedisError

from . import config

log = logging.getLogger(__name__)

COMPUTE_QUEUE: Final = "openindex:compute"
WAITING: Final = 60
"""Seconds after which a computation that was queued and never begun is queued again."""


OBSERVE_QUEUE: Final = "openindex:observe"
OBSERVED_EVERY: Final = 6 * 60 * 60
"""Seconds between two looks for addresses and files that are due."""
PATIENCE: Final = 60 * 60
"""Seconds after which the work of a day that did not come to its end is queued again."""


def wake() -> bool:
    """Have a worker compute what is marked, unless one is about to; whether one was told.

    Marks wait for the next call when Redis is down.
    """
    try:
        if not connect_to_redis().set(config.redis_key("compute"), "1", nx=True, ex=WAITING):
            return False
        tk.enqueue_job(compute_marked, title="compute the openness index", queue=COMPUTE_QUEUE)
    except RedisError:
        log.warning("Redis does not answer: the index is computed later", exc_info=True)
        return False
    return True


def compute_marked() -> None:
    """Compute what is marked until nothing is."""
    from .adapters import computing

    connect_to_redis().delete(config.redis_key("compute"))
    computing.marked()


def queue_daily(day: str) -> None:
    """Have a worker do what is to be done on ``day`` (ISO)."""
    tk.enqueue_job(
        work_of_day,
        [day],
        title=f"the openness index of {day}",
        queue=COMPUTE_QUEUE,
        rq_kwargs={"timeout": -1},
    )


def work_of_day(day: str) -> None:
    """Take past days into history, look at everything, and compute it as of today.

    In steps that each hold the lock for themselves, so that changes are computed in between.
    """
    from .adapters import computing, searching, snapshots, whole

    for past in snapshots.missing():
        snapshots.past(past)
    computing.gather()
    searching.reindex(whole.today())
    computing.marked()
    connect_to_redis().set(config.redis_key("daily:done"), day)


def queue_observation() -> None:
    """Have a worker write the counts of use, and look at addresses and files that are due."""
    tk.enqueue_job(
        observe,
        title="look at addresses and files",
        queue=OBSERVE_QUEUE,
        rq_kwargs={"timeout": -1},
    )


def observe() -> None:
    """Write the counts of use, and look at addresses and files that are due."""
    from .adapters import conforming
    from .adapters.inspections import running as inspections
    from .adapters.probes import running as probes
    from .adapters.usage import running as usage

    usage.flush()
    probes.run()
    inspections.run()
    conforming.run()
