"""No job is left running for ever: what nobody works on is taken up again."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from ckan import model
from ckanext.govopen import config
from ckanext.govopen.model import HarvestRun
from ckanext.harvest.model import HarvestJob, HarvestObject, HarvestSource
from govopen_common.problem import Problem

from . import run as runs
from . import states
from .source import TYPE

log = logging.getLogger(__name__)

ATTEMPTS: Final = 5
"""How often a job is taken up again before it is ended as failed."""
GRACE: Final = timedelta(seconds=60)
"""How long a job of the web pages waits for ckanext-harvest's own consumers."""


def take_over(job_id: str) -> bool:
    """Make an open job one of this runner; False when ckanext-harvest's consumers are at it."""
    run = model.Session.get(HarvestRun, job_id, populate_existing=True)
    if run is None:
        runs.begin(job_id, str(HarvestJob.get(job_id).source_id))
        return True
    if run.mode != states.QUEUE:
        return True
    if run.heartbeat > datetime.utcnow() - timedelta(seconds=config.harvest_stale_after()):
        return False
    _adopt(run)
    return True


def _adopt(run: HarvestRun) -> None:
    """Take the objects of a queue that has come to a halt."""
    one = HarvestObject
    half_way = sa.and_(one.state == states.WRITTEN, one.current.is_not(True))
    model.Session.execute(
        sa.update(one)
        .where(
            one.harvest_job_id == run.job_id,
            sa.or_(one.state.in_((states.WAITING, "FETCH")), half_way),
        )
        .values(state=states.GATHERED, retry_times=0)
        .execution_options(synchronize_session=False)
    )
    run.mode = states.HARVEST
    model.Session.commit()


def abandoned() -> list[str]:
    """Ids of jobs of our sources that are open and that nobody works on."""
    now = datetime.utcnow()
    stale = now - timedelta(seconds=config.harvest_stale_after())
    query = (
        sa.select(HarvestJob.id)
        .join(HarvestSource, HarvestSource.id == HarvestJob.source_id)
        .outerjoin(HarvestRun, HarvestRun.job_id == HarvestJob.id)
        .where(
            HarvestSource.type == TYPE,
            HarvestJob.status.in_(("New", "Running")),
            sa.or_(
                HarvestRun.heartbeat < stale,
                sa.and_(HarvestRun.job_id.is_(None), HarvestJob.created < now - GRACE),
            ),
        )
        .order_by(HarvestJob.created)
    )
    return list(model.Session.scalars(query))


def rescue() -> list[str]:
    """Ready every abandoned job to be worked on; ids of those to be queued.

    A job that was taken up too often is ended with an error instead.
    """
    found: list[str] = []
    for job_id in abandoned():
        if not take_over(job_id):
            continue
        run = runs.load(job_id)
        if run.stage == states.DONE:
            runs.finish(job_id)
            continue
        if run.attempts >= ATTEMPTS:
            runs.fail(job_id, _given_up(run.attempts))
            continue
        run.attempts += 1
        run.heartbeat = datetime.utcnow()
        model.Session.commit()
        log.warning("harvest job %s was abandoned; try %s", job_id, run.attempts)
        found.append(job_id)
    return found


def _given_up(attempts: int) -> Problem:
    return Problem(
        "job",
        "abandoned",
        f"任务中断 {attempts} 次仍未完成，已停止；请查看工作进程日志后重新采集",
        f"the job broke off {attempts} times and was ended; see the workers' log and run it again",
    )
