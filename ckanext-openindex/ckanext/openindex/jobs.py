"""Background jobs, run by ``ckan jobs worker openindex:compute``."""

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


def wake() -> None:
    """Have a worker compute what is marked; nothing is done when one is about to.

    Marks wait for the next call when Redis is down.
    """
    try:
        if connect_to_redis().set(config.redis_key("compute"), "1", nx=True, ex=WAITING):
            tk.enqueue_job(compute_marked, title="compute the openness index", queue=COMPUTE_QUEUE)
    except RedisError:
        log.warning("Redis does not answer: the index is computed later", exc_info=True)


def compute_marked() -> None:
    """Compute what is marked until nothing is."""
    from .adapters import computing

    connect_to_redis().delete(config.redis_key("compute"))
    computing.marked()
