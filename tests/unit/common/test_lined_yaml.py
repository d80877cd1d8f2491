"""The reader of YAML that remembers lines, and what it says of unknown words."""

from __future__ import annotations

import pytest
from govopen_common.lined_yaml import DEEPEST, LARGEST, Faults, parse
from govopen_common.problem import Problem, Rejected, errors
from govopen_common.words import unknown_word
from hypothesis import given
from hypothesis import strategies as st


def read(text: str):
    faults = Faults("file.yaml", "settings")
    return parse(text, faults), faults


def test_a_fault_names_the_file_the_line_and_the_way_to_the_key():
    top, faults = read("one: 1\ntwo:\n  three: word\n")
    top.section("two").integer("three", 0)
    [problem] = faults.found
    assert (problem.field, problem.code) == ("file.yaml:3", "settings")
    assert "two.three" in problem.zh
    assert "two.three" in problem.en


def test_all_faults_are_told_from_the_top_down():
    top, faults = read("b: x\na: y\nc: 1\n")
    top.integer("a", 0)
    top.number("b", 0)
    top.only("a", "b")
    assert [one.field for one in faults.in_order()] == [f"file.yaml:{n}" for n in (1, 2, 3)]


def test_a_number_is_bounded_on_both_sides():
    top, faults = read("low: 0.5\nhigh: 11\ngood: 10\nyes: true")
    assert top.number("low", 1, least=1) == 1
    assert top.integer("high", 3, most=10) == 3
    assert top.integer("good", 3, most=10) == 10
    assert top.number("yes", 2) == 2
    assert len(faults.found) == 3


def test_a_word_that_is_not_there_is_not_a_no():
    top, _ = read("told: false")
    assert top.yes("told", None) is False
    assert top.yes("untold", None) is None
    assert top.yes("untold") is False


def test_codes_and_words_stay_text():
    top, _ = read("code: 01\nword: no\nversion: 1.10\n")
    assert top.plain("code") == "01"
    assert top.plain("word") == "no"
    assert top.text("version") == "1.10"


@pytest.mark.parametrize(
    "text", ["a: &x [1]\nb: *x", "a" * (LARGEST + 1), "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)]
)
def test_what_could_unfold_or_nest_without_end_is_refused(text: str):
    top, faults = read(text)
    assert top is None
    assert len(faults.found) == 1


@given(st.text(alphabet="ab:-[]{}&*! \n'\"01"))
def test_any_text_is_read_or_refused(text: str):
    top, faults = read(text)
    assert top is not None or faults.found


def test_an_unknown_word_is_answered_with_the_nearest_that_is_known():
    zh, en = unknown_word("montly", ["daily", "monthly"])
    assert "monthly？" in zh
    assert "did you mean monthly?" in en


def test_a_rejection_says_every_problem_in_both_languages():
    error = Problem("f", "c", "错", "wrong")
    warning = Problem("g", "c", "疑", "odd", "warning")
    assert errors([error, warning]) == [error]
    assert str(Rejected(error, warning)) == "f: 错 wrong | g: 疑 odd"
    assert error.text("zh_Hans_CN") == "错"
