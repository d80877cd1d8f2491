"""Combined conditions: URLs, filters, bounds."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qsl

import pytest
from ckanext.govopen.domain.search import conditions
from ckanext.govopen.domain.search.conditions import FACETS, FLAGS, PERIODS, SORTS, Conditions
from hypothesis import given
from hypothesis import strategies as st

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
VALUE = TEXT.map(lambda t: re.sub(r"[\x00-\x1f\x7f]", "", t).strip()).filter(bool)
ENDS = [f"{name}_{end}" for name in PERIODS for end in ("from", "to")]


@st.composite
def asked(draw: st.DrawFn) -> Conditions:
    values = st.lists(VALUE, min_size=1, max_size=4, unique=True).map(tuple)
    return Conditions(
        q=draw(st.one_of(st.just(""), VALUE)),
        facets=draw(st.dictionaries(st.sampled_from(list(FACETS)), values, max_size=4)),
        flags=frozenset(draw(st.sets(st.sampled_from(list(FLAGS))))),
        periods=draw(st.dictionaries(st.sampled_from(ENDS), st.dates(), max_size=3)),
        sort=draw(st.sampled_from(list(SORTS))),
        page=draw(st.integers(1, conditions.MAX_PAGE)),
    )


@given(asked())
def test_an_address_gives_back_what_was_asked(wanted: Conditions):
    pairs = parse_qsl(wanted.address(), keep_blank_values=True)
    again, _ = conditions.parse(pairs)
    assert again == wanted


@given(st.sampled_from(list(FACETS)), TEXT)
def test_no_value_can_leave_its_filter(name: str, value: str):
    found, _ = conditions.parse([(name, value)])
    for clause in found.filters():
        inner = re.fullmatch(r'\+\w+:\("((?:[^"\\]|\\.)*)"\)', clause, re.DOTALL)
        assert inner, clause
        assert not re.search(r"(?:^|[^\\])(?:\\\\)*\{!", clause)
        assert "+state:" not in clause
        assert "_query_:" not in clause


def test_values_of_one_condition_are_alternatives_and_conditions_narrow_each_other():
    found, _ = conditions.parse([("theme", "04"), ("theme", "05"), ("format", "CSV")])
    assert found.filters() == ['+theme:("04" OR "05")', '+res_format:("CSV")']


def test_a_region_includes_what_lies_below_it():
    found, _ = conditions.parse([("region", "520100")])
    assert found.filters() == ['+division_path:("520100")']


def test_flags_and_periods_become_filters():
    pairs = [
        ("api", "1"),
        ("map", "0"),
        ("published_from", "2020-01-01"),
        ("covers_to", "2021-12-31"),
    ]
    found, problems = conditions.parse(pairs)
    assert not problems
    assert found.filters() == [
        "+has_api:true",
        "+pub_date:[2020-01-01T00:00:00Z TO *]",
        "+temporal_start:[* TO 2021-12-31T23:59:59Z]",
    ]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("published_from", "2020-13-01", "not_a_date"),
        ("published_from", "yesterday", "not_a_date"),
        ("sort", "score desc", "unknown"),
        ("page", "0", "out_of_range"),
        ("page", "99999", "out_of_range"),
        ("page", "²", "out_of_range"),
        ("theme", "x" * 201, "too_long"),
    ],
)
def test_an_unusable_value_is_left_out_and_reported_in_both_languages(name, value, code):
    found, problems = conditions.parse([(name, value)])
    assert found == Conditions()
    assert [p.code for p in problems] == [code]
    assert problems[0].field == name
    assert problems[0].zh
    assert problems[0].en


def test_too_many_values_are_cut():
    found, problems = conditions.parse([("tag", str(n)) for n in range(25)])
    assert len(found.facets["tag"]) == conditions.MAX_VALUES
    assert {p.code for p in problems} == {"too_many"}


def test_a_period_that_ends_before_it_starts_is_reported():
    pairs = [("modified_from", "2021-01-01"), ("modified_to", "2020-01-01")]
    assert [p.code for p in conditions.parse(pairs)[1]] == ["backwards"]


def test_unknown_parameters_are_ignored():
    assert conditions.parse([("utm_source", "x"), ("fq", "+state:deleted")])[0] == Conditions()


def test_a_condition_is_added_and_taken_away_from_the_first_page():
    found = Conditions(facets={"theme": ("04",)}, flags=frozenset({"api"}), page=3)
    more = found.with_value("theme", "05")
    assert (more.facets["theme"], more.page) == (("04", "05"), 1)
    assert more.without("theme", "04").facets == {"theme": ("05",)}
    assert more.without("theme").facets == {}
    assert more.without("api").flags == frozenset()
    ended = Conditions(periods={"covers_to": date(2020, 1, 1)})
    assert ended.without("covers_to").empty
