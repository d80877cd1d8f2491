"""Which datasets are proposed as the same one in two catalogues."""

from __future__ import annotations

import pytest
from ckanext.govopen.domain.likeness import THRESHOLD, Entry, Titles, best, likeness
from hypothesis import given
from hypothesis import strategies as st

COLUMNS = frozenset({"DE000001", "DE000002", "DE000003"})


def entry(title: str, id: str = "a", provider: str = "", elements=frozenset()) -> Entry:
    return Entry(id, title, provider, frozenset(elements))


def test_one_list_under_two_spellings_is_alike():
    one = entry("农村低保对象名单", elements=COLUMNS)
    other = entry("农村低保 对象名单（表）", "b", elements=COLUMNS)
    assert likeness(one, other) > THRESHOLD


@pytest.mark.parametrize("other", ["花溪区公共厕所分布", "农家书屋名录", "低保金发放标准"])
def test_other_lists_are_not_alike_even_with_the_same_columns(other: str):
    assert (
        likeness(entry("农村低保对象名单", elements=COLUMNS), entry(other, "b", elements=COLUMNS))
        < THRESHOLD
    )


def test_other_columns_speak_against_a_like_title():
    one = entry("学校名单", elements=COLUMNS)
    other = entry("学校名单表", "b", elements={"DE000009"})
    assert likeness(one, entry("学校名单表", "b", elements=COLUMNS)) > likeness(one, other)
    assert likeness(one, other) < THRESHOLD


def test_one_provider_speaks_for_it():
    one, other = entry("学校名单", provider="x"), entry("学校名录", "b", "x")
    assert likeness(one, other) > likeness(one, entry("学校名录", "b", "y"))


titles = st.text(alphabet="学校名单录表花溪区水库ABC ", max_size=12)


@given(titles, titles, st.sets(st.sampled_from(sorted(COLUMNS))), st.sets(st.sampled_from("xy")))
def test_likeness_is_a_number_from_0_to_1_and_symmetric(a, b, columns, others):
    one, other = entry(a, elements=columns), entry(b, "b", elements=others)
    assert 0 <= likeness(one, other) <= 1.0000001
    assert likeness(one, other) == pytest.approx(likeness(other, one))


@given(st.lists(titles, max_size=12), titles)
def test_the_index_of_titles_misses_nothing_that_is_a_duplicate(listed, title):
    entries = [entry(each, f"e{n}") for n, each in enumerate(listed)]
    asked = entry(title, "asked")
    near = Titles(entries).near(asked, limit=len(entries) or 1)
    assert best(asked, near) == best(asked, entries)


def test_a_dataset_is_never_its_own_duplicate():
    one = entry("学校名单")
    assert Titles([one]).near(one) == []
