"""Workers that are killed with SIGKILL, that share a job, that leave one behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.govopen import jobs
from ckanext.govopen.adapters import bulk, bulk_index
from ckanext.govopen.domain.harvest_run import Counts
from ckanext.govopen.harvest import gather, importing, ledger, schedule, watchdog, writing
from ckanext.govopen.harvest import run as runs
from ckanext.govopen.harvest.work import work
from ckanext.govopen.model import HarvestRun
from ckanext.harvest.model import HarvestJob, HarvestObject, HarvestSource

from demo.simulator import Simulator

from .harvesting import Harvest, fresh, harvest_of, states

pytestmark = [
    pytest.mark.usefixtures("with_plugins", "with_request_context"),
    pytest.mark.ckan_config("ckanext.govopen.harvest.batch", "4"),
]
SIZE = 12
OPTIONS = {"size": 5}


@pytest.fixture
def platform() -> Iterator[Simulator]:
    """A platform twice, so that a killed harvest can be held against an undisturbed one."""
    with Simulator(mounts={"small": ("M", fresh(SIZE))}) as simulator:
        yield simulator


@pytest.fixture
def harvest(platform: Simulator) -> Harvest:
    return harvest_of(platform.url("small"), "sharing-platform", options=OPTIONS)


def in_child(job_id: str, prepare: Callable[[], None] = lambda: None) -> Any:
    """A worker in a process of its own."""

    def body() -> None:
        model.meta.engine.dispose(close=False)
        model.Session.remove()
        prepare()
        work(job_id)

    model.Session.remove()
    child = multiprocessing.get_context("fork").Process(target=body)
    child.start()
    return child


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying(owner: Any, name: str, after: int, *, before: bool = True) -> Callable[[], None]:
    """Have the child killed in the call ``after`` of a function, before or after its work."""

    def prepare() -> None:
        original, calls = getattr(owner, name), []

        def lethal(*args: Any, **kwargs: Any) -> Any:
            calls.append(1)
            if len(calls) == after and before:
                die()
            result = original(*args, **kwargs)
            if len(calls) == after:
                die()
            return result

        setattr(owner, name, lethal)

    return prepare


DEATHS = {
    "in the second page of the list": dying(gather.Gatherer, "_store", 2),
    "between two pages": dying(gather.Gatherer, "_store", 2, before=False),
    "when the list is compared": dying(gather.Gatherer, "_check", 1),
    "in the middle of fetching": dying(importing, "fetch_record", 6),
    "between fetching and writing": dying(importing.Importer, "decide", 2),
    "in the middle of a batch": dying(writing.Writer, "_one", 6),
    "before a batch is committed": dying(bulk.Batch, "commit", 2),
    "between database and index": dying(bulk.Batch, "commit", 2, before=False),
    "after the index took a batch": dying(bulk_index, "_take", 2, before=False),
    "while objects are marked complete": dying(ledger.Ledger, "flush", 6),
    "when the job ends": dying(runs, "finish", 1),
}


@pytest.mark.parametrize("death", DEATHS, ids=list(DEATHS))
def test_a_killed_harvest_that_is_run_again_ends_as_if_nothing_had_happened(
    harvest: Harvest, platform: Simulator, death: str
):
    harvest.job_id = runs.create_job(harvest.source_id)
    child = in_child(harvest.job_id, DEATHS[death])
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert HarvestJob.get(harvest.job_id).status == "Running"
    work(harvest.job_id)
    assert harvest.counts() == Counts(new=SIZE), harvest.errors()
    assert HarvestJob.get(harvest.job_id).status == "Finished"
    datasets = harvest.datasets()
    assert harvest.indexed() == {package.id for package in datasets.values()}
    assert sorted(datasets) == sorted(str(n) for n in range(1, SIZE + 1))
    assert len({package.extras["res_code"] for package in datasets.values()}) == SIZE
    assert no_twins(harvest)
    assert harvest.run() == Counts(unchanged=SIZE)


def no_twins(harvest: Harvest) -> bool:
    """Whether each record has exactly one dataset, tag and membership."""
    ids = [package.id for package in harvest.datasets().values()]
    query = sa.select(sa.func.count()).where(
        model.Package.extras["source_id"].astext == harvest.source_id
    )
    members = sa.select(sa.func.count()).where(
        model.Member.table_id.in_(ids), model.Member.capacity == "organization"
    )
    return model.Session.scalar(query) == len(ids) == model.Session.scalar(members)


def test_an_undisturbed_and_a_killed_harvest_make_the_same_datasets(platform: Simulator):
    first = harvest_of(platform.url("small"), "sharing-platform", options=OPTIONS)
    first.run()
    undisturbed = first.snapshot()
    for package in first.datasets().values():
        package.purge()
    model.Session.commit()
    second = harvest_of(platform.url("small"), "sharing-platform", options=OPTIONS, max_loss=0.5)
    second.job_id = runs.create_job(second.source_id)
    for death in ("in the middle of fetching", "between database and index"):
        child = in_child(second.job_id, DEATHS[death])
        child.join()
        assert child.exitcode == -signal.SIGKILL
    work(second.job_id)
    killed = second.snapshot()
    for entries in (undisturbed, killed):
        for entry in entries.values():
            for name in ("subcatalogue", "provider_uscc"):
                entry.pop(name, None)
    assert killed == undisturbed


def test_two_workers_finish_one_job_together(harvest: Harvest):
    harvest.job_id = runs.create_job(harvest.source_id)
    other = in_child(harvest.job_id)
    work(harvest.job_id)
    other.join()
    assert other.exitcode == 0
    assert harvest.counts() == Counts(new=SIZE)
    assert no_twins(harvest)
    assert harvest.indexed() == {package.id for package in harvest.datasets().values()}


def test_a_claim_is_nobody_elses_while_its_holder_lives(harvest: Harvest):
    from ckanext.govopen.harvest.locks import claim
    from ckanext.govopen.harvest.source import open_source

    job_id = runs.create_job(harvest.source_id)
    source = open_source(HarvestSource.get(harvest.source_id))
    gather.Gatherer(source, job_id).gather()
    with claim(job_id, 8, deferred=False) as mine, claim(job_id, 8, deferred=False) as others:
        assert (len(mine), len(others)) == (8, 4)
        assert not set(mine) & set(others)
    with claim(job_id, 50, deferred=False) as again:
        assert len(again) == SIZE


def stale(job_id: str) -> None:
    """Let the job's heart have stopped an hour ago."""
    run = runs.load(job_id)
    run.heartbeat = datetime.utcnow() - timedelta(hours=1)
    model.Session.commit()


def test_the_watchdog_queues_a_job_that_nobody_works_on(
    harvest: Harvest, monkeypatch: pytest.MonkeyPatch
):
    queued: list[str] = []
    monkeypatch.setattr(schedule, "queue_harvest", queued.append)
    harvest.job_id = runs.create_job(harvest.source_id)
    in_child(harvest.job_id, DEATHS["in the middle of a batch"]).join()
    assert harvest.job_id not in schedule.tick(), "its heart beat a moment ago"
    stale(harvest.job_id)
    assert harvest.job_id in schedule.tick()
    assert harvest.job_id in queued
    jobs.work_on_harvest(harvest.job_id)
    assert harvest.counts() == Counts(new=SIZE)
    assert harvest.job_id not in schedule.tick()


def test_no_job_runs_for_ever(harvest: Harvest):
    harvest.job_id = runs.create_job(harvest.source_id)
    for _ in range(watchdog.ATTEMPTS):
        stale(harvest.job_id)
        assert harvest.job_id in watchdog.rescue()
    stale(harvest.job_id)
    assert harvest.job_id not in watchdog.rescue()
    job = HarvestJob.get(harvest.job_id)
    assert job.status == "Finished"
    assert "broke off" in harvest.error
    assert harvest.run() == Counts(new=SIZE), "the next job is free to run"


def test_a_due_source_is_harvested_once(harvest: Harvest, monkeypatch: pytest.MonkeyPatch):
    queued: list[str] = []
    monkeypatch.setattr(schedule, "queue_harvest", queued.append)
    source = HarvestSource.get(harvest.source_id)
    source.frequency, source.next_run = "DAILY", datetime.utcnow() - timedelta(minutes=1)
    model.Session.commit()
    schedule.tick()
    mine = [HarvestRun.source_id == harvest.source_id, HarvestRun.job_id.in_(queued)]
    assert model.Session.query(HarvestRun).filter(*mine).count() == 1
    schedule.tick()
    assert model.Session.query(HarvestRun).filter(*mine).count() == 1
    source = HarvestSource.get(harvest.source_id)
    assert source.next_run > datetime.utcnow() + timedelta(hours=23)


def test_an_aborted_job_stops_its_workers(harvest: Harvest):
    harvest.job_id = runs.create_job(harvest.source_id)
    job = HarvestJob.get(harvest.job_id)
    job.status = "Aborted"
    model.Session.commit()
    work(harvest.job_id)
    objects = model.Session.query(HarvestObject).filter_by(harvest_job_id=harvest.job_id)
    assert objects.count() == 0
    assert runs.load(harvest.job_id).stage != states.DONE
