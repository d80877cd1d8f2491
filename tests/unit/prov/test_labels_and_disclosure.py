"""Labels of versions, and what a reader is told who may not see a dataset as it was."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from ckanext.prov.domain.disclosure import View, disclosed
from ckanext.prov.domain.labels import following, problem_of
from ckanext.prov.domain.record import Agent, Entity, Entry
from hypothesis import given
from hypothesis import strategies as st

DAY = date(2026, 3, 2)
NUMBERED = st.lists(st.from_regex(r"[0-9]{1,3}(\.[0-9])?", fullmatch=True), max_size=6)


@pytest.mark.parametrize("label", ["1", "1.0", "2026-03-02", "v2_final", "第1版", "a"])
def test_a_label_that_an_address_can_hold_is_taken(label: str):
    assert problem_of(label) is None


@pytest.mark.parametrize("label", ["", ".", "..", "a/b", "a b", "-a", "a.", "x" * 41, "a\n", "%2e"])
def test_any_other_is_refused(label: str):
    assert problem_of(label) is not None


@given(NUMBERED | st.lists(st.text(max_size=4), max_size=4))
def test_the_following_label_is_a_new_one_and_a_sound_one(known: list[str]):
    for style in ("number", "date"):
        label = following(known, style, DAY)
        assert label not in known
        assert problem_of(label) is None


def test_numbers_go_on_behind_the_highest():
    assert following([], "number", DAY) == "1"
    assert following(["1.0", "2.3", "beta"], "number", DAY) == "3"
    assert following(["2026-03-02"], "date", DAY) == "2026-03-02-2"


ENTRY = Entry(
    id="e",
    number=1,
    dataset_id="d",
    activity="file_masked",
    ended=datetime(2026, 3, 2, tzinfo=timezone.utc),
    agents=(Agent("person", "p", "李四", "editor", "o"), Agent("organization", "o", "统计局")),
    used=(Entity("dataset", "secret", "机密"),),
    plan=Entity("plan", "masking/person/3"),
    details={"fields": ["secret_field"], "columns": 2, "counts": {"id": 3}, "note": "x", "job": 7},
)


def view(**given_: object) -> View:
    return View("d", b"0" * 16, lambda entity: False, **given_)  # type: ignore[arg-type]


def test_counts_times_and_departments_are_told_and_no_text_out_of_a_hidden_phase():
    told = disclosed(ENTRY, view(), held=False)
    assert told.details == {"columns": 2, "counts": {"id": 3}}
    assert told.agents == (Agent("person", "", "", "editor", "o"), ENTRY.agents[1])
    assert told.plan == ENTRY.plan
    assert "secret" not in repr(told)
    assert "机密" not in repr(told)


def test_in_a_phase_that_showed_details_are_told_but_for_the_inner_workings():
    told = disclosed(ENTRY, view(), held=True)
    assert told.details["fields"] == ["secret_field"]
    assert "job" not in told.details


def test_an_editor_is_told_everything_but_names_that_settings_keep():
    told = disclosed(ENTRY, view(edits=True), held=False)
    assert told.details == ENTRY.details
    assert told.agents[0] == Agent("person", "p", "", "editor", "o")


def test_the_same_hidden_thing_has_the_same_stand_in_and_another_key_another():
    one = disclosed(ENTRY, view(), held=False).used[0].id
    assert one == disclosed(ENTRY, view(), held=True).used[0].id
    other = View("d", b"1" * 16, lambda entity: False)
    assert one != disclosed(ENTRY, other, held=False).used[0].id
