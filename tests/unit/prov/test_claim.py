"""What others say happened is checked before it is believed."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from ckanext.prov.domain.claim import MOST_DETAILS, entry_from_claim
from ckanext.prov.domain.record import Entity, Entry
from ckanext.prov.domain.record_json import canonical
from govopen_common.problem import Problem, Rejected
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=timezone.utc)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
VALUES = JSON | st.floats() | st.binary(max_size=5) | st.datetimes()
NAMES = ["activity", "resource_id", "used", "generated", "plan", "started", "ended", "details"]


def read(claim: dict[str, Any]) -> tuple[Entry | None, tuple[Problem, ...]]:
    try:
        return entry_from_claim("d", claim, NOW), ()
    except Rejected as rejected:
        return None, rejected.problems


@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8))
def test_whatever_is_claimed_is_an_entry_that_can_be_stored_or_is_refused(claim):
    entry, problems = read(claim)
    assert (entry is None) == bool(problems)
    assert all(one.zh and one.en and one.field for one in problems)
    if entry is not None:
        canonical(entry)


@given(JSON)
def test_details_that_are_taken_can_be_stored(details):
    entry, problems = read({"activity": "checked", "details": {"x": details}})
    assert {one.field for one in problems} <= {"details"}
    if entry is not None:
        canonical(entry)


def test_every_fault_is_told_at_once():
    claim = {"activity": "x", "ended": "2026-03-02", "used": [{"kind": "x"}], "details": 3}
    with pytest.raises(Rejected) as raised:
        entry_from_claim("d", claim, NOW)
    assert {one.field for one in raised.value.problems} >= {"activity", "ended", "used.0"}


def test_an_entity_may_be_given_as_one_or_as_its_fields():
    whole = Entity("file", "r/" + "a" * 64, sha256="a" * 64)
    fields = {"kind": "file", "id": whole.id, "sha256": whole.sha256}
    claim = {"activity": "checked", "used": [whole, fields]}
    assert entry_from_claim("d", claim, NOW).used == (whole, whole)


def test_without_a_time_it_happened_now():
    assert entry_from_claim("d", {"activity": "checked"}, NOW).ended == NOW


def test_details_are_bounded():
    claim = {"activity": "checked", "details": {"x": "y" * MOST_DETAILS}}
    with pytest.raises(Rejected):
        entry_from_claim("d", claim, NOW)
