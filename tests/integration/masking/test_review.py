"""Suspects wait for a person, who sees both sides, chooses, and is not asked the same twice."""

from __future__ import annotations

import json

import ckan.plugins.toolkit as tk
import pytest
from ckanext.masking.adapters import quarantine
from ckanext.masking.gate.resuming import sweep

from .gate_world import act, department, mobile, newest, people, person, published, state
from .review_world import Desk, doubtful

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def column(name: str, place: int, operator: str, **parameters) -> dict:
    return {"table": "table", "place": place, "operator": operator, "parameters": parameters}


def test_a_reviewer_sees_both_sides_and_an_editor_the_masked_one(desk: Desk):
    seen = act("masking_review_show", desk.reviewer, id=desk.upload)
    (table,) = seen["sample"]["tables"]
    row = table["rows"][0]
    assert row["before"][1] == "王芳"
    assert row["before"][2] in desk.text
    assert row["after"][2] == "***"
    read = act("masking_audit_list", resource_id=desk.resource)["results"]
    assert [(one["purpose"], one["rows"]) for one in read] == [("审核 review", 20)]
    other = act("masking_review_show", desk.editor, id=desk.upload)
    assert all("before" not in row for row in other["sample"]["tables"][0]["rows"])
    assert row["before"][2] not in json.dumps(other, ensure_ascii=False)


def test_nobody_else_learns_that_it_is_there(desk: Desk):
    stranger = person("admin", department())
    for action in ("masking_review_show", "masking_upload_approve", "masking_review_preview"):
        with pytest.raises(tk.ObjectNotFound):
            act(action, stranger, id=desk.upload)
    with pytest.raises(tk.ObjectNotFound):
        act("masking_upload_approve", desk.editor, id=desk.upload)
    assert act("masking_review_list", stranger)["count"] == 0
    assert act("masking_review_list", desk.editor)["count"] == 0


def test_it_stands_in_the_list_of_its_reviewer_until_it_is_decided(desk: Desk):
    listed = act("masking_review_list", desk.reviewer)
    assert [one["id"] for one in listed["results"]] == [desk.upload]
    desk.approve()
    assert act("masking_review_list", desk.reviewer)["count"] == 0


def test_without_another_choice_suspects_are_masked(desk: Desk):
    desk.approve()
    assert state(desk.resource) == "released"
    assert "王芳" not in (published(desk.resource) or b"").decode()


def test_another_operator_can_be_tried_and_then_taken(desk: Desk):
    wanted = [column("联系电话", 2, "partial", prefix=3, suffix=4)]
    tried = act("masking_review_preview", desk.reviewer, id=desk.upload, columns=wanted)
    assert "****" in tried["tables"][0]["rows"][0]["after"][2]
    assert act("masking_audit_list", resource_id=desk.resource)["count"] == 1
    assert state(desk.resource) == "review"
    desk.approve(columns=wanted)
    assert b"138****" in (published(desk.resource) or b"")


def test_what_was_found_goes_out_as_it_is_only_with_a_reason(desk: Desk):
    wanted = [column("备注", 1, "clear")]
    with pytest.raises(tk.ValidationError) as refused:
        act("masking_upload_approve", desk.reviewer, id=desk.upload, columns=wanted)
    assert "reason" in refused.value.error_dict
    assert state(desk.resource) == "review"
    desk.approve(columns=wanted, reason="是菜名，不是人名")
    text = (published(desk.resource) or b"").decode()
    assert "王芳" in text
    assert "138" not in text


@pytest.mark.parametrize(
    "wanted",
    [
        [{"table": "table", "place": 99, "operator": "redact"}],
        [{"table": "table", "place": 1, "operator": "nothing"}],
        [{"table": "table", "place": 1, "operator": "partial", "parameters": {"prefix": "x"}}],
        [{"place": 1}],
        "no list",
        [7],
    ],
)
def test_a_wrong_choice_is_named_and_changes_nothing(desk: Desk, wanted):
    with pytest.raises(tk.ValidationError):
        act("masking_upload_approve", desk.reviewer, id=desk.upload, columns=wanted)
    assert state(desk.resource) == "review"


def test_a_file_that_is_sent_back_is_gone_and_its_uploader_reads_why(desk: Desk):
    with pytest.raises(tk.ValidationError):
        act("masking_upload_return", desk.reviewer, id=desk.upload)
    act("masking_upload_return", desk.reviewer, id=desk.upload, reason="请删去备注列")
    seen = act("masking_upload_show", desk.editor, id=desk.upload)
    assert seen["state"] == "returned"
    assert seen["decision"]["reason"] == "请删去备注列"
    assert not quarantine.has_original(desk.upload)
    assert quarantine.read_sample(desk.upload) is None


def test_the_next_file_with_the_same_columns_asks_nobody(desk: Desk):
    desk.approve(columns=[column("备注", 1, "clear")], reason="是菜名")
    text = doubtful()
    assert desk.again(text) == "released"
    out = (published(desk.resource) or b"").decode()
    assert "王芳" in out
    assert not [line for line in text.splitlines()[1:] if line.split(",")[2] in out]
    decision = act("masking_upload_show", desk.editor, id=str(newest(desk.resource).id))["decision"]
    assert decision["remembered"] == desk.upload
    assert desk.again(doubtful()) == "released"


def test_what_a_later_file_took_the_place_of_waits_no_more(desk: Desk):
    first = desk.upload
    assert desk.again(people()[0]) == "released"
    assert act("masking_upload_show", id=first)["state"] == "discarded"
    assert first not in [one["id"] for one in act("masking_review_list", limit=100)["results"]]
    sweep()
    assert not quarantine.has_original(first)


def test_a_new_column_asks_again(desk: Desk):
    desk.approve(columns=[column("备注", 1, "clear")], reason="是菜名")
    assert desk.again(doubtful("说明")) == "review"
    problem = newest(desk.resource).problem
    assert problem["code"] == "new_columns"
    desk.approve()
    assert state(desk.resource) == "released"
    assert desk.again(doubtful("说明")) == "released"


def test_something_new_in_a_known_column_asks_again(desk: Desk):
    desk.approve()
    text = doubtful().replace(",无,", f",请致电 {mobile()},", 1)
    assert desk.again(text) == "review"
