"""The chain of hashes, and the bytes it is computed over."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from datetime import datetime, timedelta, timezone

import pytest
from ckanext.prov.domain.chain import FIRST, Fault, Head, Row, link, verify
from ckanext.prov.domain.record import Entity, Entry
from ckanext.prov.domain.record_json import canonical, entry_from_dict, entry_to_dict
from hypothesis import given, settings
from hypothesis import strategies as st
from prov_strategies import ENTRIES, entry

CHINA = timezone(timedelta(hours=8))


def chain(length: int) -> tuple[list[Row], Head]:
    rows: list[Row] = []
    previous = FIRST
    for number in range(1, length + 1):
        one = entry(number, software=f"software {number}")
        digest = link(previous, one)
        rows.append(Row(number, one, previous, digest))
        previous = digest
    return rows, Head(length, previous)


def found(faults: list[Fault]) -> list[tuple[int, str]]:
    return [(fault.number, fault.code) for fault in faults]


@given(ENTRIES)
@settings(max_examples=100, deadline=None)
def test_an_entry_survives_json_exactly(one):
    again = entry_from_dict(json.loads(json.dumps(entry_to_dict(one))))
    assert again == one
    assert canonical(again) == canonical(one)


@given(ENTRIES, st.sampled_from([field.name for field in fields(Entry)]), ENTRIES)
@settings(max_examples=60, deadline=None)
def test_a_change_of_any_field_changes_the_bytes(one, name, other):
    changed = replace(one, **{name: getattr(other, name)})
    assert changed == one or canonical(changed) != canonical(one)


def test_the_canonical_bytes_are_those_that_the_documentation_names():
    one = entry(
        ended=datetime(2026, 3, 2, 17, 30, tzinfo=CHINA),
        generated=(Entity("dataset", "d1", "图书馆"),),
        details={"rows": 3.0, "b": [True, None], "a": 0.5},
    )
    assert canonical(one).decode() == (
        '{"activity":"dataset_created","agents":[],"dataset_id":"d1",'
        '"details":{"a":0.5,"b":[true,null],"rows":3},"ended":"2026-03-02T09:30:00.000000Z",'
        '"generated":[{"id":"d1","kind":"dataset","label":"图书馆","sha256":""}],"id":"e1",'
        '"number":1,"plan":null,"reconstructed":false,"resource_id":"","software":"",'
        '"started":null,"used":[]}'
    )
    assert link("ab", one) == hashlib.sha256(b"ab\n" + canonical(one)).hexdigest()


def test_the_zone_in_which_a_time_was_told_does_not_change_the_hash():
    here = entry(ended=datetime(2026, 3, 2, 17, tzinfo=CHINA))
    assert link(FIRST, here) == link(FIRST, entry(ended=here.ended.astimezone(timezone.utc)))


@pytest.mark.parametrize(
    "details",
    [
        {"a": float("nan")},
        {"a": 1e300},
        {"a": {1, 2}},
        {"a": b"bytes"},
        {"a": "nul \x00"},
        {"a": "\ud800"},
        {"a": {1: 2}},
    ],
)
def test_details_that_a_database_would_change_are_refused(details):
    with pytest.raises(ValueError, match=r"details|no database"):
        canonical(entry(details=details))


@pytest.mark.parametrize(
    "change",
    [
        {"activity": "vanished"},
        {"ended": "2026-03-02T09:00:00"},
        {"ended": "yesterday"},
        {"agents": [{"kind": "person"}]},
        {"used": 3},
        {"colour": "red"},
    ],
)
def test_what_is_no_entry_is_refused(change):
    with pytest.raises(ValueError, match=r".+"):
        entry_from_dict({**entry_to_dict(entry()), **change})


def test_a_whole_chain_has_no_fault():
    for length in (0, 1, 5):
        assert verify(*chain(length)) == []


@given(st.integers(1, 6), st.data())
def test_an_altered_entry_is_named(length, data):
    rows, head = chain(length)
    at = data.draw(st.integers(0, length - 1))
    rows[at] = replace(rows[at], entry=replace(rows[at].entry, software="other"))
    assert found(verify(rows, head)) == [(at + 1, "altered")]


@given(st.integers(1, 6), st.data())
def test_an_altered_entry_with_a_new_hash_is_named_all_the_same(length, data):
    rows, head = chain(length)
    at = data.draw(st.integers(0, length - 1))
    forged = replace(rows[at].entry, software="other")
    rows[at] = replace(rows[at], entry=forged, hash=link(rows[at].previous, forged))
    assert found(verify(rows, head)) == [(at + 1, "altered")]


def test_a_chain_computed_anew_does_not_meet_the_remembered_head():
    rows, head = chain(3)
    previous = rows[0].hash
    for at in (1, 2):
        forged = replace(rows[at].entry, software="other")
        rows[at] = Row(at + 1, forged, previous, link(previous, forged))
        previous = rows[at].hash
    assert found(verify(rows, head)) == [(3, "altered")]


@given(st.integers(2, 6), st.data())
def test_entries_that_are_gone_are_named(length, data):
    rows, head = chain(length)
    at = data.draw(st.integers(0, length - 2))
    del rows[at]
    assert found(verify(rows, head)) == [(at + 1, "missing")]


def test_entries_cut_off_at_the_end_are_named():
    rows, head = chain(5)
    faults = verify(rows[:3], head)
    assert found(faults) == [(4, "cut_off")]
    assert "4 至 5" in faults[0].text("zh_Hans_CN")
    assert "4 to 5" in faults[0].text("en")
    assert found(verify([], head)) == [(1, "cut_off")]


def test_entries_behind_the_head_are_named():
    rows, _ = chain(3)
    assert found(verify(rows, Head(2, rows[1].hash))) == [(3, "added")]


def test_a_repeated_entry_is_out_of_order():
    rows, head = chain(3)
    assert found(verify([*rows[:2], rows[0], rows[2]], head)) == [(1, "out_of_order")]


def test_entries_that_changed_places_are_named():
    rows, head = chain(3)
    rows[0], rows[1] = replace(rows[1], number=1), replace(rows[0], number=2)
    assert {number for number, _ in found(verify(rows, head))} == {1, 2}


def test_what_is_no_entry_any_more_is_altered():
    rows, head = chain(3)
    rows[1] = replace(rows[1], entry=None)
    faults = verify(rows, head)
    assert found(faults) == [(2, "altered")]
    assert faults[0].field == "2"
