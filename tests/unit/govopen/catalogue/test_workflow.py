"""What may happen to a submitted catalogue, by whom and when."""

from __future__ import annotations

import pytest
from ckanext.govopen.domain.workflow import (
    MAX_REASON,
    TRANSITIONS,
    Item,
    advance,
    possible,
    taken_in,
)
from govopen_common.problem import Rejected
from hypothesis import given
from hypothesis import strategies as st

ACTIONS = sorted(TRANSITIONS)


def test_a_catalogue_is_submitted_sent_back_mended_and_merged():
    state = advance(None, "submit")
    state = advance(state, "return", "缺少更新周期")
    state = advance(state, "resubmit")
    assert advance(state, "merge") == "merged"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_sending_back_needs_a_reason(reason: str):
    with pytest.raises(Rejected) as refused:
        advance("submitted", "return", reason)
    assert [problem.field for problem in refused.value.problems] == ["reason"]


def test_a_reason_has_a_length():
    assert advance("submitted", "return", "因" * MAX_REASON) == "returned"
    with pytest.raises(Rejected):
        advance("submitted", "return", "因" * (MAX_REASON + 1))


@pytest.mark.parametrize("state", ["merged", "withdrawn"])
@pytest.mark.parametrize("action", ACTIONS)
def test_nothing_happens_after_the_end(state, action):
    with pytest.raises(Rejected):
        advance(state, action, "原因")


def test_each_side_is_offered_its_own_steps():
    assert possible("submitted", "submitter") == ["withdraw"]
    assert possible("submitted", "reviewer") == ["return", "decide", "merge"]
    assert possible("returned", "submitter") == ["resubmit", "withdraw"]
    assert possible("returned", "reviewer") == []


@given(st.lists(st.sampled_from(ACTIONS), max_size=12))
def test_whatever_is_tried_only_a_listed_transition_happens(actions):
    state = None
    for action in actions:
        before = state
        try:
            state = advance(state, action, "原因")
        except Rejected:
            assert before not in TRANSITIONS[action].sources
        else:
            assert state == TRANSITIONS[action].target


def test_a_merge_takes_in_new_ones_and_what_is_no_duplicate():
    items = [
        Item("new", "new"),
        Item("accepted", "new", "accept"),
        Item("refused", "new", "refuse"),
        Item("same", "duplicate", "accept"),
        Item("other", "duplicate", "refuse"),
    ]
    assert taken_in(items) == ["new", "accepted", "other"]


def test_a_merge_waits_for_every_possible_duplicate():
    with pytest.raises(Rejected) as refused:
        taken_in([Item("a", "duplicate", "accept"), Item("b", "duplicate")])
    assert "1 条" in refused.value.problems[0].zh
