"""The life of a harvest job: begun, alive while its heart beats, ended with counts or an error."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.govopen import signals
from ckanext.govopen.adapters import bulk_index, bulk_problems
from ckanext.govopen.domain.harvest_run import Counts
from ckanext.govopen.model import HarvestRun
from ckanext.harvest.model import HarvestGatherError, HarvestJob, HarvestObject
from govopen_common.problem import Problem
from sqlalchemy.dialects.postgresql import insert

from . import states

log = logging.getLogger(__name__)

BEAT = timedelta(seconds=5)
"""How often a heartbeat is written at most."""


class JobBusy(Exception):
    """The source already has a job that has not ended."""

    def __init__(self, job_id: str) -> None:
        super().__init__(f"来源已有未结束的任务 / the source already has an open job: {job_id}")
        self.job_id = job_id


def create_job(source_id: str, *, mode: str = states.HARVEST, accept_loss: bool = False) -> str:
    """A new job of the source, with its run; id of the job. Raises JobBusy."""
    open_job = model.Session.scalar(
        sa.select(HarvestJob.id)
        .where(HarvestJob.source_id == source_id, HarvestJob.status.in_(("New", "Running")))
        .limit(1)
    )
    if open_job:
        raise JobBusy(open_job)
    job = HarvestJob(source_id=source_id, status="New")
    model.Session.add(job)
    model.Session.flush()
    begin(job.id, source_id, mode=mode, accept_loss=accept_loss)
    return job.id


def begin(
    job_id: str, source_id: str, *, mode: str = states.HARVEST, accept_loss: bool = False
) -> HarvestRun:
    """The run of a job, made when it has none; the job is running from now on."""
    row = {"job_id": job_id, "source_id": source_id, "mode": mode, "accept_loss": accept_loss}
    model.Session.execute(insert(HarvestRun).values(**row).on_conflict_do_nothing())
    model.Session.execute(
        sa.update(HarvestJob)
        .where(HarvestJob.id == job_id, HarvestJob.status == "New")
        .values(status="Running", gather_started=datetime.utcnow())
    )
    model.Session.commit()
    return load(job_id)


def load(job_id: str) -> HarvestRun:
    """The run of a job as the database has it now. Raises NoResultFound."""
    query = sa.select(HarvestRun).where(HarvestRun.job_id == job_id)
    return model.Session.scalars(query.execution_options(populate_existing=True)).one()


def stopped(job_id: str) -> bool:
    """Whether somebody ended the job, or it has ended: workers leave off."""
    status = model.Session.scalar(sa.select(HarvestJob.status).where(HarvestJob.id == job_id))
    return status not in ("New", "Running")


class Heart:
    """Writes the heartbeat of a job, at most every few seconds, in a transaction of its own."""

    def __init__(self, job_id: str) -> None:
        self.job_id = job_id
        self._last = datetime.min

    def beat(self) -> None:
        now = datetime.utcnow()
        if now - self._last < BEAT:
            return
        self._last = now
        update = sa.update(HarvestRun).where(HarvestRun.job_id == self.job_id)
        with model.meta.engine.begin() as connection:
            connection.execute(update.values(heartbeat=now))


def counts(job_id: str) -> Counts:
    """What became of the job's records so far."""
    one = HarvestObject
    query = (
        sa.select(one.state, one.report_status, sa.func.count())
        .where(one.harvest_job_id == job_id)
        .group_by(one.state, one.report_status)
    )
    found: dict[str, int] = {}
    for state, report, number in model.Session.execute(query):
        name = _WORDS.get(report, "failed") if state == states.COMPLETE else "waiting"
        name = "failed" if state == states.ERROR else name
        found[name] = found.get(name, 0) + number
    run = model.Session.get(HarvestRun, job_id)
    restored = min(run.restored if run else 0, found.get("changed", 0))
    return Counts(**{**found, "changed": found.get("changed", 0) - restored, "restored": restored})


_WORDS = {
    states.ADDED: "new",
    states.UPDATED: "changed",
    states.UNMODIFIED: "unchanged",
    states.DELETED: "withdrawn",
    states.ERRORED: "failed",
}


def note(job_id: str, problem: Problem) -> None:
    """Show ``problem`` on the job's page."""
    error = HarvestGatherError(harvest_job_id=job_id, message=bulk_problems.line(problem))
    model.Session.add(error)


def fail(job_id: str, problem: Problem) -> None:
    """End the job with an error; records it has not dealt with are left to the next."""
    note(job_id, problem)
    open_objects = sa.delete(HarvestObject).where(
        HarvestObject.harvest_job_id == job_id,
        HarvestObject.state.in_((states.GATHERED, states.WAITING)),
    )
    model.Session.execute(open_objects)
    _close(job_id, bulk_problems.line(problem))


def finish(job_id: str) -> None:
    """End the job, all of whose records have been dealt with."""
    _close(job_id, "")


def _close(job_id: str, error: str) -> None:
    now = datetime.utcnow()
    source_id = model.Session.scalar(
        sa.update(HarvestRun)
        .where(HarvestRun.job_id == job_id)
        .values(stage=states.DONE, finished=now, heartbeat=now, error=error)
        .returning(HarvestRun.source_id)
    )
    job = HarvestJob.get(job_id)
    job.status, job.finished = "Finished", now
    job.gather_finished = job.gather_finished or now
    model.Session.commit()
    result = counts(job_id)
    signals.harvest_finished.send(job_id, source_id=source_id, counts=result.as_dict(), error=error)
    log.info("harvest job %s ended: %s %s", job_id, result.as_dict(), error)
    _refresh_source(str(source_id))
    bulk_index.show_now()


def _refresh_source(source_id: str) -> None:
    """Let the source's page show the job; it shows an older one when this fails."""
    context: Any = {"ignore_auth": True}
    try:
        tk.get_action("harvest_source_reindex")(context, {"id": source_id})
    except Exception:
        model.Session.rollback()
        log.exception("the page of source %s was not brought up to date", source_id)
