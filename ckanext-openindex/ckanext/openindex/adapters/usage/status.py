"""How counting fares: for administrators, on their page and on the command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import ckan.plugins as p
import sqlalchemy as sa
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.model import UsageBatchRow, UsageLossRow
from redis.exceptions import RedisError

from . import reading
from .counter import LOST, Names
from .running import counter

LOSSES_SHOWN = 30


@dataclass
class Status:
    """``waiting``: sums in Redis that are not in the database; None when Redis does not answer.

    ``lost_here``: uses that this process could not count and has not told Redis of.
    ``lost_waiting``: lost uses that Redis knows of; ``losses``: those in the database, the newest
    days first. ``beside_tracking``: CKAN's core tracking counts too.
    """

    counting: bool
    since: date | None
    flushed: datetime | None
    waiting: int | None = None
    batches: int = 0
    lost_here: int = 0
    lost_waiting: int = 0
    losses: list[tuple[date, int]] = field(default_factory=list)
    beside_tracking: bool = False


def status() -> Status:
    """How counting fares now."""
    flushed = model.Session.scalar(sa.select(sa.func.max(UsageBatchRow.flushed)))
    losses = model.Session.execute(
        sa.select(UsageLossRow.day, UsageLossRow.n)
        .order_by(UsageLossRow.day.desc())
        .limit(LOSSES_SHOWN)
    )
    said = Status(
        counting=config.counting(),
        since=reading.first_day(),
        flushed=flushed,
        lost_here=counter().lost,
        losses=[(day, n) for day, n in losses],
        beside_tracking=p.plugin_loaded("tracking"),
    )
    _ask_redis(said)
    return said


def _ask_redis(said: Status) -> None:
    names = Names(config.site_id())
    try:
        with counter().redis.pipeline(transaction=False) as pipe:
            pipe.hgetall(names.pending)
            pipe.llen(names.batches)
            found: Any = pipe.execute()
    except (RedisError, OSError):
        return
    pending: dict[bytes, bytes] = found[0]
    said.lost_waiting = sum(int(n) for key, n in pending.items() if key.startswith(LOST.encode()))
    said.waiting = sum(int(n) for n in pending.values()) - said.lost_waiting
    said.batches = int(found[1])
