"""Beside govopen the log tells of harvests, the workflow and reports, each step of a batch too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ckan import model
from ckanext.govopen import signals
from ckanext.prov.adapters import verifying

from demo.simulator import Simulator
from integration.govopen.catalogue_world import act, dataset, department, person
from integration.govopen.harvesting import Harvest, fresh, harvest_of

from .prov_world import entries, last, told

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")
SIZE = 6


@pytest.fixture
def platform() -> Iterator[Simulator]:
    """A sharing platform with a few entries of departments of its own."""
    with Simulator(mounts={"small": ("M", fresh(SIZE))}) as simulator:
        yield simulator


@pytest.fixture
def harvest(platform: Simulator) -> Harvest:
    return harvest_of(platform.url("small"), "sharing-platform")


def test_a_harvest_is_told_at_each_dataset_with_source_job_and_profile(harvest: Harvest):
    harvest.run()
    for package in harvest.datasets().values():
        assert told(package.id)[0] == "dataset_created"
        entry = last(package.id, "harvested")
        assert entry["used"][0]["id"].startswith(f"{harvest.source_id}/")
        assert len(entry["used"][0]["sha256"]) == 64
        assert entry["plan"]["id"].startswith("harvest/sharing-platform/")
        assert entry["details"]["job"]
        assert entry["agents"][0]["kind"] == "software"
        assert not verifying.dataset(package.id)


def test_a_harvest_that_changes_nothing_tells_nothing(harvest: Harvest):
    harvest.run()
    before = {package.id: told(package.id) for package in harvest.datasets().values()}
    harvest.run()
    assert {key: told(key) for key in before} == before


def test_a_record_that_is_gone_and_comes_back_is_told(harvest: Harvest, platform: Simulator):
    harvest.run()
    datasets = {package.id for package in harvest.datasets().values()}
    platform.control("small", vanish=[0])
    harvest.run()
    gone = next(key for key in datasets if "dataset_withdrawn" in told(key))
    assert last(gone, "harvested")["details"]["action"] == "withdraw"
    platform.control("small", vanish=[])
    harvest.run()
    assert "dataset_restored" in told(gone)
    assert last(gone, "harvested")["details"]["action"] == "restore"
    assert not verifying.dataset(gone)


def test_a_dataset_that_a_batch_gives_up_leaves_no_entry(harvest: Harvest):
    lost: list[str] = []

    def refuse(sender: str, **kw: object) -> None:
        if kw["record_id"] == "1":
            lost.append(sender)
            assert told(sender)
            raise RuntimeError("no")

    signals.dataset_harvested.connect(refuse)
    try:
        assert harvest.run().failed == 1
    finally:
        signals.dataset_harvested.disconnect(refuse)
    model.Session.rollback()
    model.Session.expire_all()
    assert lost
    assert told(lost[0]) == []
    for package in harvest.datasets().values():
        assert not verifying.dataset(package.id)


def test_the_steps_of_the_workflow_are_told_with_role_and_department():
    owner = department()
    editor, approver = person("editor", owner), person("admin", owner)
    made = dataset(owner, status="draft")
    act("govopen_dataset_submit", editor, id=made["id"])
    act("govopen_dataset_publish", approver, id=made["id"])
    act("govopen_dataset_withdraw", approver, id=made["id"], reason="数据有误")
    act("govopen_dataset_restore", approver, id=made["id"])
    assert told(made["id"]) == [
        "dataset_created", "dataset_changed", "dataset_published", "version_made",
        "dataset_withdrawn", "dataset_restored",
    ]  # fmt: skip
    roles = [row.body["agents"][0].get("role") for row in entries(made["id"])]
    assert roles[1:] == ["editor", "admin", "admin", "admin", "admin"]
    assert all(row.body["agents"][1]["id"] == owner["id"] for row in entries(made["id"]))
    assert "数据有误" not in str([row.body for row in entries(made["id"])])


def test_a_dataset_of_a_grade_keeps_its_log_to_those_who_may_see_it():
    owner = department()
    made = dataset(owner, grade="internal")
    labels = {label for row in entries(made["id"]) for label in row.labels}
    assert "public" not in labels
