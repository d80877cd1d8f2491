"""Records of a platform become datasets, and follow it from harvest to harvest."""

from __future__ import annotations

from collections.abc import Iterator

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckanext.govopen import signals
from ckanext.govopen.adapters import bulk_index
from ckanext.govopen.domain.harvest_run import Counts

from demo.simulator import Simulator
from demo.simulator.sources import Builtin

from .catalogue_world import act
from .harvesting import Harvest, fresh, harvest_of, statements, states, writes

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")
SIZE = 12


@pytest.fixture
def entries() -> Builtin:
    return fresh(SIZE)


@pytest.fixture
def platform(entries: Builtin) -> Iterator[Simulator]:
    """A sharing platform with a few entries of departments of its own."""
    with Simulator(mounts={"small": ("M", entries)}) as simulator:
        yield simulator


@pytest.fixture
def harvest(platform: Simulator) -> Harvest:
    return harvest_of(platform.url("small"), "sharing-platform")


def test_every_record_becomes_a_dataset_of_its_department(harvest: Harvest, entries: Builtin):
    assert harvest.run() == Counts(new=SIZE), harvest.errors()
    datasets = harvest.datasets()
    assert len(datasets) == SIZE
    assert harvest.indexed() == {package.id for package in datasets.values()}
    for wanted in entries:
        shown = next(p for p in datasets.values() if p.title == wanted.title)
        assert model.Group.get(shown.owner_org).title == wanted.department.title
        assert shown.extras["status"] == "published"
        assert shown.extras["source_id"] == harvest.source_id
        assert shown.extras["res_code"] == wanted.code


def test_a_harvested_dataset_is_the_same_through_package_show_and_search(harvest: Harvest):
    harvest.run()
    package = next(p for p in harvest.datasets().values() if p.extras["grade"] == "public")
    shown = tk.get_action("package_show")({"ignore_auth": True}, {"id": package.id})
    found = tk.get_action("package_search")({}, {"q": f'name:"{package.name}"'})["results"]
    assert [one["id"] for one in found] == [package.id]
    assert shown["elements"]
    assert shown["organization"]["id"] == package.owner_org
    assert found[0]["elements"] == shown["elements"]


def test_an_unchanged_record_writes_nothing_to_dataset_or_index(
    harvest: Harvest, monkeypatch: pytest.MonkeyPatch
):
    harvest.run()
    before = {p.id: p.metadata_modified for p in harvest.datasets().values()}
    sent_to_solr: list[object] = []
    monkeypatch.setattr(bulk_index, "_take", lambda found: sent_to_solr.append(found))
    with statements() as sent:
        assert harvest.run() == Counts(unchanged=SIZE)
    assert {p.id: p.metadata_modified for p in harvest.datasets().values()} == before
    assert sent_to_solr == []
    tables = ("package", "resource", "package_tag", "tag", "member", "activity",
              "govopen_harvest_record", "govopen_element", "govopen_sequence")  # fmt: skip
    assert [statement for table in tables for statement in writes(sent, table)] == []


def test_only_changed_records_are_written(harvest: Harvest, platform: Simulator):
    harvest.run()
    before = {p.id: p.metadata_modified for p in harvest.datasets().values()}
    platform.control("small", changed=[2, 5])
    assert harvest.run() == Counts(changed=2, unchanged=SIZE - 2)
    after = {p.id: p.metadata_modified for p in harvest.datasets().values()}
    assert sum(after[one] != before[one] for one in before) == 2


def test_a_vanished_record_is_withdrawn_with_its_history_and_comes_back(
    harvest: Harvest, platform: Simulator
):
    harvest.run()
    platform.control("small", vanish=[3])
    assert harvest.run() == Counts(withdrawn=1, unchanged=SIZE - 1)
    gone = next(p for p in harvest.datasets().values() if p.extras["status"] == "withdrawn")
    assert gone.state == "active"
    assert gone.extras["withdrawn_at"]
    assert "来源" in gone.extras["withdrawn_reason"]
    assert gone.id in harvest.indexed()
    activities = act("package_activity_list", id=gone.id, include_hidden_activity=True)
    assert [one["activity_type"] for one in activities] == ["changed package", "new package"]

    assert harvest.run() == Counts(unchanged=SIZE - 1), "withdrawn once, not at each harvest"
    platform.control("small")
    assert harvest.run() == Counts(restored=1, unchanged=SIZE - 1)
    back = model.Package.get(gone.id)
    model.Session.refresh(back)
    assert back.extras["status"] == "published"
    assert "withdrawn_at" not in back.extras
    assert "withdrawn_reason" not in back.extras


def test_a_sudden_loss_stops_and_asks(harvest: Harvest, platform: Simulator):
    harvest.run()
    before = harvest.snapshot()
    platform.control("small", vanish=SIZE // 2, changed=[SIZE - 1])
    assert harvest.run() == Counts(unchanged=0)
    assert "--accept-loss" in harvest.error
    assert harvest.snapshot() == before
    assert harvest.run(accept_loss=True).withdrawn == SIZE // 2
    assert harvest.error == ""


def test_details_that_are_all_gone_at_once_withdraw_nothing(harvest: Harvest, platform: Simulator):
    harvest.run()
    before = harvest.snapshot()
    platform.control("small", detail={"kind": "404", "every": 1})
    counts = harvest.run()
    assert counts == Counts(failed=SIZE)
    assert harvest.snapshot() == before


def test_one_detail_that_is_gone_withdraws_its_dataset(harvest: Harvest, platform: Simulator):
    harvest.run()
    platform.control("small", detail={"kind": "404", "positions": [4]})
    assert harvest.run() == Counts(withdrawn=1, unchanged=SIZE - 1)


def test_a_list_shorter_than_announced_withdraws_nothing(harvest: Harvest, platform: Simulator):
    harvest.run()
    platform.control("small", vanish=[1], total="wrong")
    counts = harvest.run()
    assert counts == Counts(unchanged=SIZE - 1)
    assert harvest.error == ""


def test_resource_ids_survive_a_change(harvest: Harvest, platform: Simulator):
    harvest.run()
    before = {k: [r.id for r in p.resources] for k, p in harvest.datasets().items()}
    assert any(before.values())
    platform.control("small", changed=SIZE)
    assert harvest.run().changed == SIZE
    assert {k: [r.id for r in p.resources] for k, p in harvest.datasets().items()} == before


def test_one_bad_record_leaves_the_others_alone_and_is_named(harvest: Harvest, platform: Simulator):
    platform.control("small", detail={"kind": "empty", "positions": [6]})
    counts = harvest.run()
    assert (counts.new, counts.failed) == (SIZE - 1, 1)
    ((record, message),) = harvest.errors().items()
    assert message.startswith(f"{record} · ")
    assert "/" in message, "both languages"
    platform.control("small")
    assert harvest.run() == Counts(new=1, unchanged=SIZE - 1)


def test_a_title_taken_in_the_department_is_an_error_that_names_it(
    harvest: Harvest, platform: Simulator
):
    platform.control("small", duplicate_titles=1)
    counts = harvest.run()
    assert counts.new + counts.failed == SIZE
    assert counts.failed == 1
    (message,) = harvest.errors().values()
    assert "title: 本部门已有名为" in message
    assert "The department already has" in message


def test_a_source_that_fails_in_the_list_changes_nothing(harvest: Harvest, platform: Simulator):
    harvest.run()
    before = harvest.snapshot()
    platform.control("small", error200={"on": "list"})
    assert harvest.run() == Counts()
    assert harvest.error
    assert harvest.snapshot() == before
    platform.control("small")
    assert harvest.run() == Counts(unchanged=SIZE)


def test_counters_that_move_change_no_dataset(harvest: Harvest, platform: Simulator):
    harvest.run()
    platform.control("small", counters="down")
    assert harvest.run() == Counts(unchanged=SIZE)


def test_reimport_maps_the_kept_records_again_without_fetching(
    harvest: Harvest, platform: Simulator
):
    harvest.run()
    package = next(iter(harvest.datasets().values()))
    package.notes, modified = "由人改过的摘要", package.metadata_modified
    model.Session.commit()
    platform.forget()
    assert harvest.run(mode=states.REIMPORT) == Counts(changed=1, unchanged=SIZE - 1)
    assert platform.count("small") == 0
    model.Session.refresh(package)
    assert package.notes != "由人改过的摘要"
    assert package.metadata_modified > modified


def test_reimport_takes_up_records_that_failed(harvest: Harvest, platform: Simulator):
    harvest.configure(organization_mode="find")
    assert harvest.run() == Counts(failed=SIZE)
    harvest.configure(organization_mode="create")
    platform.forget()
    assert harvest.run(mode=states.REIMPORT) == Counts(new=SIZE)
    assert platform.count("small") == 0


def test_signals_tell_of_every_change_within_the_transaction(harvest: Harvest, platform: Simulator):
    heard: list[tuple[str, str]] = []
    listeners = [
        signals.dataset_harvested.connect(
            lambda sender, **kw: heard.append((kw["action"], kw["record_id"])), weak=False
        ),
        signals.dataset_withdrawn.connect(
            lambda sender, **kw: heard.append(("withdraw", kw["record_id"])), weak=False
        ),
    ]
    try:
        harvest.run()
        assert sorted(action for action, _ in heard) == ["create"] * SIZE
        heard.clear()
        platform.control("small", vanish=[0])
        harvest.run()
        assert [action for action, _ in heard] == ["withdraw"]
    finally:
        signals.dataset_harvested.disconnect(listeners[0])
        signals.dataset_withdrawn.disconnect(listeners[1])


def test_a_listener_that_raises_undoes_that_dataset_alone(harvest: Harvest):
    first = "1"

    def refuse(sender: str, **kw: object) -> None:
        if kw["record_id"] == first:
            raise RuntimeError("no")

    signals.dataset_harvested.connect(refuse)
    try:
        counts = harvest.run()
    finally:
        signals.dataset_harvested.disconnect(refuse)
    assert (counts.new, counts.failed) == (SIZE - 1, 1)
    assert "RuntimeError: no" in next(iter(harvest.errors().values()))
