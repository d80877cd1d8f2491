"""What is due: sources to be harvested by their frequency, jobs that somebody left."""

from __future__ import annotations

import logging
from calendar import monthrange
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from ckan import model
from ckanext.govopen.jobs import queue_harvest
from ckanext.harvest.model import HarvestSource

from . import run as runs
from . import watchdog
from .locks import only_one
from .source import TYPE

log = logging.getLogger(__name__)

_DAYS: Final = {"DAILY": 1, "WEEKLY": 7, "BIWEEKLY": 14}


def tick() -> list[str]:
    """Queue what is due; ids of the jobs queued. Any number of schedulers may run."""
    with only_one("schedule") as mine:
        if not mine:
            return []
        queued = [*watchdog.rescue(), *_due()]
    for job_id in queued:
        queue_harvest(job_id)
    return queued


def _due() -> list[str]:
    """Make a job for each active source whose time has come."""
    now = datetime.utcnow()
    source = HarvestSource
    rows = model.Session.scalars(
        sa.select(source)
        .where(
            source.type == TYPE,
            source.active.is_(True),
            source.frequency != "MANUAL",
            sa.or_(source.next_run.is_(None), source.next_run <= now),
        )
        .order_by(source.next_run)
    ).all()
    made = []
    for row in rows:
        row.next_run = next_run(str(row.frequency), now)
        try:
            made.append(runs.create_job(row.id))
        except runs.JobBusy:
            model.Session.commit()
            log.info("source %s is due but its last job has not ended", row.title)
    return made


def next_run(frequency: str, now: datetime) -> datetime:
    """When a source of this frequency (of ckanext-harvest) is due after ``now``."""
    if frequency == "MONTHLY":
        return now + timedelta(days=monthrange(now.year, now.month)[1])
    return now + timedelta(days=_DAYS.get(frequency, 0))
