"""The counter of this process, and the flush as jobs and commands call it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import logic, model
from ckan.lib import search
from ckan.types import CKANApp
from ckanext.openindex import config
from ckanext.openindex.adapters import looking
from ckanext.openindex.adapters.looking import QUEUE
from ckanext.openindex.domain.usage.visitor import networks
from redis import Redis

from . import flushing, noticing, reading
from .counter import Counter, Names, connected

log = logging.getLogger(__name__)

INDEXED_EVERY: Final = 60 * 60
"""Seconds between two times that the search index is told what was used."""
AT_ONCE: Final = 200


@lru_cache(maxsize=1)
def _counter(url: str, site: str, window: int, most: int) -> Counter:
    return Counter(connected(url), Names(site), window, most, config.now, queue_flush)


def counter() -> Counter:
    """The counter of this process by the settings as they are."""
    return _counter(
        config.redis_url(), config.site_id(), config.usage_window(), config.usage_most()
    )


def attach(app: CKANApp) -> CKANApp:
    """``app``, which counts uses from now on where that is switched on."""
    if config.counting():
        app.after_request(noticing.listener(counter(), networks(config.trusted_proxies())))
    return app


def queue_flush() -> None:
    """Have a worker write what was counted."""
    tk.enqueue_job(tend, title="write the counts of use", queue=QUEUE)


def flush() -> flushing.Flushed:
    """Write what was counted into the database; the search index is told once an hour."""
    redis, names = Redis.from_url(config.redis_url()), Names(config.site_id())
    done = flushing.flush(redis, names)
    reading.forget()
    log.info("%s uses of %s datasets written", done.hits, len(done.datasets))
    if done.datasets:
        redis.sadd(names.used, *done.datasets)
        if redis.set(names.indexed, "", nx=True, ex=INDEXED_EVERY):
            tk.enqueue_job(index_used, title="sort datasets by use", queue=QUEUE)
    return done


def tend() -> None:
    """The job: flush, and have addresses and files looked at when that is due."""
    flush()
    looking.queue(Redis.from_url(config.redis_url()), Names(config.site_id()).looked)


def index_used() -> int:
    """Index the used datasets anew, so that searches are sorted by their views; how many."""
    redis, names = Redis.from_url(config.redis_url()), Names(config.site_id())
    indexed = 0
    while some := _popped(redis, names.used):
        query = sa.select(model.Package.id).where(model.Package.id.in_(some))
        for one in model.Session.scalars(query).all():
            logic.index_update_package({"ignore_auth": True}, one, True)
            indexed += 1
    search.commit()
    return indexed


def _popped(redis: Redis, key: str) -> list[str]:
    found: Any = redis.spop(key, AT_ONCE)
    ids: Iterable[bytes] = found or ()
    return [one.decode() for one in ids]
