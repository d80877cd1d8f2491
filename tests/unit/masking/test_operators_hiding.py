"""Operators that hide: keep a prefix and suffix, replace, redact, suppress, shuffle."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
from ckanext.masking.domain.operators import Scope
from ckanext.masking.domain.operators.suppress import SuppressMask
from hypothesis import given, settings
from hypothesis import strategies as st
from operator_setting import ELSEWHERE, SCOPE, bind

MARK = "\u2588"
TEXTS = st.text(
    st.characters(exclude_categories=["Z", "C"], exclude_characters=MARK), min_size=1, max_size=40
)


@pytest.mark.parametrize(
    ("value", "prefix", "suffix", "masked"),
    [
        ("11010519491231002X", 6, 4, "110105********002X"),
        ("13800138000", 3, 4, "138****8000"),
        ("张三", 1, 1, "张*"),
        ("张", 1, 1, "*"),
        ("欧阳娜", 1, 1, "欧*娜"),
        ("欧阳娜", 6, 4, "欧阳*"),
        ("1380013", 3, 4, "138***3"),
        ("12", 3, 4, "1*"),
        ("𠮷野家", 1, 0, "𠮷**"),
        ("abc", 0, 0, "***"),
    ],
)
def test_characters_are_kept_not_bytes_and_short_values_keep_less(value, prefix, suffix, masked):
    assert bind("partial", prefix=prefix, suffix=suffix).apply(value) == masked


@given(TEXTS, st.integers(0, 50), st.integers(0, 50), st.integers(1, 50))
def test_no_value_ever_shows_more_than_two_thirds_nor_more_than_was_asked(value, p, s, hide):
    masked = bind("partial", prefix=p, suffix=s, hide=hide, fill=MARK).apply(value)
    assert masked is not None
    assert len(masked) == len(value)
    assert masked.count(MARK) >= min(len(value), max(hide, len(value) / 3))
    start, end = masked[: masked.index(MARK)], masked[masked.rindex(MARK) + 1 :]
    assert value.startswith(start)
    assert value.endswith(end)
    assert len(start) <= p
    assert len(end) <= s


def test_of_an_address_only_what_is_before_the_mark_is_hidden():
    mask = bind("partial", prefix=1, before="@")
    assert mask.apply("zhang@example.com") == "z****@example.com"
    assert mask.apply("a@b@example.com") == "a**@example.com"
    assert mask.apply("@example.com") == "@example.com"
    assert mask.apply("no mark") == "n******"


def test_a_value_is_replaced_by_the_table_and_what_it_lacks_is_not_kept():
    mask = bind("replace", table={"甲 ": "A", "乙": ""})
    assert [mask.apply(v) for v in ("甲", " 甲", "乙", "丙")] == ["A", "A", "", "***"]
    assert bind("replace", table={"甲": "A"}, otherwise="null").apply("丙") is None
    assert bind("replace", text="某人").apply("张三") == "某人"


def test_redaction_can_hide_where_there_was_no_value():
    series = pl.Series("c", ["1", "", None])
    assert bind("redact", blank=True).series(series).to_list() == ["***"] * 3
    assert bind("redact", mark="□").series(series).to_list() == ["□", "", None]


@given(st.lists(st.sampled_from(["a", "b", "c", "d", "", None]), max_size=40), st.integers(2, 6))
def test_only_values_that_k_rows_have_survive_suppression(values, k):
    mask = bind("suppress", k=k)
    half = len(values) // 2
    for part in (values[:half], values[half:]):
        mask.survey(pl.Series("c", part, dtype=pl.String))
    counts = Counter(values)
    found = mask.series(pl.Series("c", values, dtype=pl.String)).to_list()
    expected = [v if not v or counts[v] >= k else "***" for v in values]
    assert found == expected


def test_without_a_survey_suppression_redacts_everything():
    assert bind("suppress", k=2).series(pl.Series("c", ["a", "a", "a"])).to_list() == ["***"] * 3


def test_suppression_forgets_rare_values_before_it_runs_out_of_memory(monkeypatch):
    monkeypatch.setattr("ckanext.masking.domain.operators.suppress.MOST_DISTINCT", 2)
    mask = SuppressMask(2)
    mask.survey(pl.Series("c", ["a", "a", "b", "b", "c"]))
    assert mask.kept == {"a", "b"}


@settings(max_examples=40)
@given(st.lists(st.sampled_from([*"abcdefgh", "", None]), min_size=60, max_size=130))
def test_shuffling_keeps_the_values_and_leaves_blanks_in_place(values):
    series = pl.Series("c", values, dtype=pl.String)
    found = bind("shuffle", block=40).series(series).to_list()
    full = sum(1 for v in values if v)
    if full < 20:
        assert {v for v in found if v} <= {"***"}
    else:
        assert Counter(found) == Counter(values)
    assert [v for v in found if not v] == [v for v in values if not v]
    assert [not v for v in found] == [not v for v in values]


def test_a_shuffle_is_the_same_each_time_and_another_in_another_dataset_or_column():
    series = pl.Series("c", [str(n) for n in range(200)])
    found = bind("shuffle").series(series).to_list()
    assert found == bind("shuffle").series(series).to_list()
    assert found != series.to_list()
    assert found != bind("shuffle", ELSEWHERE).series(series).to_list()
    assert found != bind("shuffle", Scope(SCOPE.keys, "other")).series(series).to_list()


def test_values_move_within_their_block_only():
    series = pl.Series("c", [str(n) for n in range(120)])
    found = [int(v) for v in bind("shuffle", block=40).series(series).to_list()]
    for start in (0, 40, 80):
        assert set(found[start : start + 40]) == set(range(start, start + 40))


def test_a_value_alone_or_among_few_is_not_shuffled_but_redacted():
    mask = bind("shuffle")
    assert mask.apply("x") == "***"
    assert mask.spans("a x b", [(2, 3)]) == "a *** b"
    assert mask.series(pl.Series("c", ["x"] * 19)).to_list() == ["***"] * 19
