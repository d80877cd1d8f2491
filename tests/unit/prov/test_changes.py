"""What happened is told from what was known and what is."""

from __future__ import annotations

import pytest
from ckanext.prov.domain.changes import (
    FileState,
    State,
    created,
    differences,
    digests,
    first_seen,
    life,
    state_from_dict,
    state_to_dict,
)
from hypothesis import given
from hypothesis import strategies as st

TEXTS = st.text(max_size=5)
FILES = st.builds(
    FileState,
    fields=st.dictionaries(TEXTS, TEXTS, max_size=3),
    stored=st.booleans(),
    stamp=TEXTS,
    sha256=st.sampled_from(["", "a" * 64, "b" * 64]),
    derived_from=st.sampled_from(["", "r1", "r2"]),
)
STATES = st.builds(
    State,
    life=st.sampled_from(["draft", "published", "withdrawn", "deleted"]),
    fields=st.dictionaries(TEXTS, TEXTS, max_size=4),
    resources=st.dictionaries(st.sampled_from(["r1", "r2", "r3"]), FILES, max_size=3),
)


def state(phase: str = "published", **values: object) -> State:
    return State(phase, digests(values), {})  # type: ignore[arg-type]


def told(known: State, now: State) -> list[str]:
    return [change.activity for change in differences(known, now)]


@given(STATES)
def test_nothing_happened_to_what_is_as_it_was(now: State):
    assert differences(now, now) == []


@given(STATES, STATES)
def test_the_same_is_told_after_a_state_was_stored_as_json(before: State, now: State):
    again = state_from_dict(state_to_dict(before))
    assert again is not None
    assert differences(again, now) == differences(before, now)


@given(STATES, STATES)
def test_no_value_is_told_but_names_checksums_and_ids(before: State, now: State):
    names = {*before.fields, *now.fields}
    for one in (*before.resources.values(), *now.resources.values()):
        names |= set(one.fields)
    for change in differences(before, now):
        assert set(change.details.get("fields", ())) <= names


@pytest.mark.parametrize(
    ("before", "after", "activity"),
    [
        ("draft", "published", "dataset_published"),
        ("published", "withdrawn", "dataset_withdrawn"),
        ("published", "draft", "dataset_withdrawn"),
        ("withdrawn", "published", "dataset_restored"),
        ("deleted", "published", "dataset_restored"),
        ("deleted", "draft", "dataset_restored"),
        ("draft", "deleted", "dataset_deleted"),
        ("published", "deleted", "dataset_deleted"),
    ],
)
def test_a_phase_of_life_is_told_by_its_own_name(before: str, after: str, activity: str):
    assert told(state(before), state(after)) == [activity]


def test_a_move_is_not_told_twice_as_a_changed_status():
    before, after = state("draft", status="draft"), state("published", status="published")
    assert told(before, after) == ["dataset_published"]


def test_a_status_that_moves_nothing_is_a_changed_field():
    changed = differences(state("draft", status="draft"), state("draft", status="submitted"))
    assert changed[0].details == {"fields": ["status"]}


@pytest.mark.parametrize(
    ("given_", "phase"),
    [
        ({"state": "active", "private": False}, "published"),
        ({"state": "active", "private": True}, "draft"),
        ({"state": "deleted", "private": False}, "deleted"),
        ({"state": "draft", "private": False}, "draft"),
        ({"state": "active", "private": True, "status": "published"}, "published"),
        ({"state": "active", "private": False, "status": "submitted"}, "draft"),
        ({"state": "active", "private": False, "status": "withdrawn"}, "withdrawn"),
        ({"state": "deleted", "private": False, "status": "published"}, "deleted"),
    ],
)
def test_status_decides_where_there_is_one_else_private_and_state(given_, phase: str):
    assert life(**given_) == phase


def test_a_file_that_is_not_there_is_said_so():
    now = State("draft", {}, {"r1": FileState({}, stored=True)})
    assert created(now)[-1].details == {"file": "missing"}


def test_a_file_is_replaced_when_its_bytes_change_and_not_when_its_stamp_does():
    before = State("draft", {}, {"r1": FileState({}, True, "1", "a" * 64)})
    touched = State("draft", {}, {"r1": FileState({}, True, "2", "a" * 64)})
    other = State("draft", {}, {"r1": FileState({}, True, "2", "b" * 64)})
    assert differences(before, touched) == []
    [change] = differences(before, other)
    assert (change.activity, change.before, change.sha256) == ("file_replaced", "a" * 64, "b" * 64)


def test_a_dataset_older_than_the_log_is_told_as_first_seen():
    [change] = first_seen(state())
    assert (change.activity, change.details) == ("dataset_changed", {"first_seen": True})
    assert [one.activity for one in first_seen(state("deleted"))] == ["dataset_deleted"]
