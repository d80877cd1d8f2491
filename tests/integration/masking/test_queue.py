"""How workers come to know of uploads, and how they share them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.jobs import get_queue
from ckanext.masking import jobs
from ckanext.masking.adapters import ledger, queue
from ckanext.masking.gate import masking, resuming
from ckanext.masking.model import MaskingUpload

from .gate_world import act, dataset, department, file, hand_in, newest, people, person, run, state

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


@pytest.fixture(autouse=True)
def nothing_waits() -> None:
    """Neither jobs nor uploads of other tests."""
    run()
    with model.meta.engine.begin() as connection:
        gone = sa.delete(MaskingUpload.__table__).where(MaskingUpload.state.in_(["held"]))
        connection.execute(gone)
    get_queue(queue.QUEUE).empty()


def queued() -> list[str]:
    return [str(job.description) for job in get_queue(queue.QUEUE).jobs]


def test_many_uploads_are_one_job_that_says_nothing_of_them():
    made = dataset(department())
    resources = [hand_in(made, people(20)[0]) for _ in range(3)]
    assert queued() == ["ckanext.masking.jobs.work_on_waiting()"]
    jobs.work_on_waiting()
    assert [state(one["id"]) for one in resources] == ["released"] * 3
    assert ledger.waiting() == []


def test_there_are_as_many_jobs_as_workers_that_could_begin_them(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ckanext.masking.adapters.queue.Worker.count", lambda queue: 2)
    made = dataset(department())
    for _ in range(3):
        hand_in(made, people(20)[0])
    assert len(queued()) == 2
    run()


def test_a_job_whose_time_is_over_leaves_the_rest_to_the_next(monkeypatch: pytest.MonkeyPatch):
    made = dataset(department())
    resources = [hand_in(made, people(20)[0]) for _ in range(2)]
    get_queue(queue.QUEUE).empty()
    monkeypatch.setattr(jobs, "SPELL", -1)
    jobs.work_on_waiting()
    assert [state(one["id"]) for one in resources] == ["held"] * 2
    assert len(queued()) == 1
    run()


def test_the_files_of_a_harvest_do_not_keep_a_person_waiting():
    owner = department()
    made = dataset(owner)
    harvested = [hand_in(made, people(20)[0]) for _ in range(3)]
    clerk = person("admin", owner)
    mine = act(
        "resource_create", clerk, package_id=made["id"], name="表", upload=file(people(20)[0])
    )
    order = [str(newest(one["id"]).id) for one in (harvested[0], mine, *harvested[1:])]
    assert ledger.waiting() == order
    run()


def test_what_failed_rests_before_it_is_tried_again(monkeypatch: pytest.MonkeyPatch):
    resource = hand_in(dataset(department()), people(20)[0])
    tried: list[Any] = []

    def fail(*given: Any) -> None:
        tried.append(given)
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(masking, "apply_file", fail)
        assert not resuming.work_for(60)
    assert len(tried) == 1
    assert ledger.waiting() == [str(newest(resource["id"]).id)]
    assert ledger.waiting(rested=True) == []
    monkeypatch.setattr(ledger, "REST", 0)
    resuming.work_for(60)
    assert state(resource["id"]) == "released"
