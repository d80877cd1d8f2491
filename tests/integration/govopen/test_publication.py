"""The life of an entry: an editor submits, the approver decides, nobody goes round the approver."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import pytest

from .catalogue_world import act, dataset, department, person, refused, seen

pytestmark = pytest.mark.usefixtures("with_plugins")


@pytest.fixture
def world() -> dict[str, Any]:
    owner = department()
    return {
        "owner": owner,
        "editor": person("editor", owner),
        "approver": person("admin", owner),
        "entry": dataset(owner, status="draft"),
    }


def test_an_editors_dataset_is_a_draft_that_the_public_does_not_see(world: dict[str, Any]):
    with pytest.raises(tk.ObjectNotFound):
        seen("package_show", id=world["entry"]["id"])


def test_submitted_and_published_it_is_public(world: dict[str, Any]):
    entry = world["entry"]["id"]
    assert act("govopen_dataset_submit", world["editor"], id=entry)["status"] == "submitted"
    assert act("govopen_dataset_publish", world["approver"], id=entry)["status"] == "published"
    assert seen("package_show", id=entry)["title"] == world["entry"]["title"]


def test_an_editor_may_not_publish(world: dict[str, Any]):
    with pytest.raises(tk.NotAuthorized):
        act("govopen_dataset_publish", world["editor"], id=world["entry"]["id"])


def test_an_editor_may_not_publish_by_writing_the_status_either(world: dict[str, Any]):
    entry = world["entry"]["id"]
    found = refused("package_patch", world["editor"], id=entry, status="published")
    assert "审核员" in found["status"][0]


def test_sending_back_needs_a_reason_and_makes_a_draft_again(world: dict[str, Any]):
    entry = world["entry"]["id"]
    act("govopen_dataset_submit", world["editor"], id=entry)
    assert "reason" in refused("govopen_dataset_return", world["approver"], id=entry)
    back = act("govopen_dataset_return", world["approver"], id=entry, reason="请补充摘要")
    assert back["status"] == "draft"


def test_a_withdrawn_dataset_keeps_its_reason_and_can_be_restored(world: dict[str, Any]):
    entry = world["entry"]["id"]
    act("govopen_dataset_publish", world["approver"], id=entry)
    gone = act("govopen_dataset_withdraw", world["approver"], id=entry, reason="数据有误")
    assert (gone["status"], gone["withdrawn_reason"]) == ("withdrawn", "数据有误")
    assert gone["withdrawn_at"]
    again = act("govopen_dataset_restore", world["approver"], id=entry)
    assert again["status"] == "published"
    assert not again.get("withdrawn_reason")


def test_a_move_that_does_not_fit_the_state_is_refused_and_changes_nothing(world: dict[str, Any]):
    entry = world["entry"]["id"]
    assert "status" in refused("govopen_dataset_restore", world["approver"], id=entry)
    assert act("package_show", world["editor"], id=entry)["status"] == "draft"


def test_to_the_approver_of_another_department_there_is_no_such_draft(world: dict[str, Any]):
    stranger = person("admin", department("气象局"))
    with pytest.raises(tk.ObjectNotFound):
        act("govopen_dataset_publish", stranger, id=world["entry"]["id"])
