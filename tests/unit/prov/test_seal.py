"""A seal finds what a chain alone cannot: that it was cut off or taken away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ckanext.prov.domain import seal
from ckanext.prov.domain.chain import Head
from hypothesis import given
from hypothesis import strategies as st

KEY = b"a key that no database holds"
HEADS = st.dictionaries(
    st.text(min_size=1, max_size=4),
    st.builds(Head, st.integers(1, 9), st.sampled_from(["a" * 64, "b" * 64])),
    max_size=9,
)


def sealed(*states: dict[str, Head], key: bytes = KEY) -> list[seal.Seal]:
    made: list[seal.Seal] = []
    known: dict[str, Head] = {}
    for state in states:
        known = {**known, **state}
        before, covered = (made[-1] if made else None), seal.verify(made, key)[0]
        made.append(seal.make(before, covered, known, key))
    return made


@given(st.lists(HEADS, min_size=1, max_size=4))
def test_seals_that_were_left_alone_are_whole_and_cover_everything(states):
    covered, faults = seal.verify(sealed(*states), KEY)
    expected: dict[str, Head] = {}
    for state in states:
        expected |= state
    assert (covered, faults) == (expected, [])


@given(HEADS, HEADS)
def test_the_root_stands_for_the_heads(one, other):
    assert (seal.root(one) == seal.root(other)) == (one == other)


def test_a_seal_that_was_changed_is_found():
    first, second = sealed({"x": Head(1, "a")}, {"y": Head(1, "b")})
    for bad in (
        [replace(first, heads={"x": Head(2, "a")}), second],
        [replace(first, root="0" * 64), second],
        [second],
        [second, first],
        [replace(first, entries=9), second],
        [first, replace(second, datasets=3)],
    ):
        assert seal.verify(bad, KEY)[1]


def test_with_the_key_a_seal_made_up_by_another_is_found():
    heads = {"x": Head(1, "a")}
    assert seal.verify(sealed(heads, key=b"another key"), KEY)[1][0].code == "forged"
    assert seal.verify(sealed(heads, key=b"another key"), b"")[1] == []


def test_a_seal_whose_signature_was_taken_away_is_found():
    first, second = sealed({"x": Head(1, "a")}, {"y": Head(1, "b")})
    for bad in ([first, replace(second, mac="")], [replace(first, mac="")]):
        assert [fault.code for fault in seal.verify(bad, KEY)[1]] == ["unsigned"]


def test_seals_from_before_there_was_a_key_are_sound_behind_a_signed_one():
    [old] = sealed({"x": Head(1, "a")}, key=b"")
    new = seal.make(old, dict(old.heads), dict(old.heads), KEY)
    assert seal.verify([old, new], KEY)[1] == []


@pytest.mark.parametrize("found", [{}, {"x": "other"}])
def test_a_chain_that_lacks_a_sealed_entry_is_named(found):
    [fault] = seal.lost({"x": Head(3, "a")}, found)
    assert (fault.field, fault.code) == ("x", "sealed")
    assert seal.lost({"x": Head(3, "a")}, {"x": "a"}) == []
