from __future__ import annotations

import re

import pytest
from ckanext.govopen.domain.harvest.cleaning import (
    ValueFault,
    boolean_of,
    flat_list,
    integer_of,
    number_of,
    scalar,
    split_text,
    tags_of,
    text_of,
)
from harvest_world import quick
from hypothesis import given
from hypothesis import strategies as st

PIECES = st.lists(st.text(alphabet="abc甲乙丙123", min_size=1), max_size=8)
MARKS = st.lists(st.sampled_from([",", "，", "、", ";", "\\", "||"]), min_size=1, unique=True)


@quick
@given(PIECES, MARKS)
def test_pieces_joined_by_any_of_the_separators_come_apart_again(pieces, marks):
    text = ""
    for number, piece in enumerate(pieces):
        text += (marks[number % len(marks)] if number else "") + piece
    assert split_text(text, marks) == pieces


@quick
@given(st.text(), MARKS)
def test_no_piece_is_blank_or_holds_a_separator(text, marks):
    for piece in split_text(text, marks):
        assert piece.strip()
        assert not any(mark in piece for mark in marks)


def test_formats_in_the_forms_of_the_platforms_become_the_same_list():
    marks = [",", "\\"]
    assert flat_list("CSV,XLS", marks) == ["CSV", "XLS"]
    assert flat_list("csv\\xls", marks) == ["csv", "xls"]
    assert flat_list(["csv,xls", ["json"], ""], marks) == ["csv", "xls", "json"]


@quick
@given(st.recursive(st.integers(), lambda inner: st.lists(inner, min_size=1, max_size=1)))
def test_a_list_of_one_is_its_entry_however_deep(value):
    assert isinstance(scalar(value), int)


def test_a_list_of_two_stays_a_list():
    assert scalar([[1, 2]]) == [1, 2]


@quick
@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_number_is_read_from_each_way_it_is_written(number):
    assert integer_of(number) == integer_of(str(number)) == integer_of(f"{number:,}") == number


def test_full_width_and_chinese_numbers_are_numbers():
    assert number_of("１２３") == 123
    assert number_of("3.4万") == 34_000
    assert number_of("2亿") == 200_000_000
    assert number_of("1.2万条") == 12_000
    assert number_of("37 个") == 37


@pytest.mark.parametrize("wrong", ["若干", "", "12条线", "1e999", "--", "nan", None])
def test_what_is_no_number_is_refused(wrong):
    with pytest.raises(ValueFault):
        number_of(wrong)


def test_half_a_record_is_no_whole_number():
    with pytest.raises(ValueFault):
        integer_of("12.5")


def test_yes_and_no_are_known_in_both_languages():
    assert [boolean_of(word) for word in ("是", "1", "Y", True)] == [True] * 4
    assert [boolean_of(word) for word in ("否", "0", "false", 0)] == [False] * 4
    with pytest.raises(ValueFault):
        boolean_of("也许")


@quick
@given(st.text())
def test_clean_text_has_no_control_marks_and_is_stable(text):
    clean = text_of(text)
    assert not any(char in clean for char in "\x00\x08\x1f\u200b\r")
    assert text_of(clean) == clean


@quick
@given(st.lists(st.text()))
def test_tags_are_such_as_ckan_takes(values):
    tags = tags_of(values)
    assert len(tags) == len(set(tags))
    for tag in tags:
        assert 2 <= len(tag) <= 100
        assert re.fullmatch(r"[\w\-. ]+", tag)


def test_brackets_do_not_cost_a_tag():
    assert tags_of(["2014年（亿元）", "注销", "注销", "A"]) == ["2014年 亿元", "注销"]
