"""What was left is taken up by itself, and only once; what kills its workers goes to a person."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.lib import jobs
from ckanext.masking.adapters import auditing, ledger, protection, quarantine, queue
from ckanext.masking.gate.working import work

from .gate_world import act, dataset, department, hand_in, newest, people, state
from .reading_world import KEY, World

pytestmark = pytest.mark.usefixtures("with_plugins")


def looked() -> None:
    """What a scheduler sends every half minute."""
    tk.signals.ckanext.signal("govopen:scheduler_looked").send("scheduler")


def test_the_scheduler_has_a_worker_look_at_what_was_left_and_not_two():
    resource = hand_in(dataset(department()), people()[0])
    jobs.get_queue(queue.QUEUE).empty()
    looked()
    looked()
    assert jobs.get_queue(queue.QUEUE).count == 1
    work(str(newest(resource["id"]).id))


def test_an_upload_that_kills_its_workers_is_looked_at_by_a_person(ckan_config: Any):
    resource = hand_in(dataset(department()), people()[0])
    upload = str(newest(resource["id"]).id)
    for _ in range(int(ckan_config["ckanext.masking.attempts"])):
        worker = ledger.claim(upload)
        ledger.let_go(upload, worker)
    assert work(upload) == "review"
    assert newest(resource["id"]).problem["code"] == "failed"
    assert quarantine.has_original(upload)
    act("masking_upload_retry", id=upload)
    assert work(upload) == "released"
    assert state(resource["id"]) == "released"


@pytest.mark.ckan_config("ckan.plugins", "masking datastore datatables_view")
@pytest.mark.ckan_config("ckanext.masking.policy", "display")
@pytest.mark.ckan_config("ckanext.masking.audit_days", 1)
def test_the_scheduler_has_gone_what_need_not_be_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CKANEXT_MASKING_MASTER_KEY", KEY)
    world = World()
    world.grant()
    world.search(world.reader)
    act("dataset_purge", id=world.dataset["id"])
    assert protection.get(world.id) is not None
    assert world.audit()
    looked()
    assert protection.get(world.id) is None
    assert world.audit()
    later = datetime.now(timezone.utc) + timedelta(days=2)
    monkeypatch.setattr("ckanext.masking.gate.housekeeping.datetime", _Clock(later))
    looked()
    assert auditing.find(organizations=None, limit=1, resource_id=world.id)[0] == 0


class _Clock:
    """Stands in for ``datetime`` at a moment of its own."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self, zone: Any) -> datetime:
        return self._moment.astimezone(zone)
