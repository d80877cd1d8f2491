from __future__ import annotations

import pytest
from ckanext.govopen.domain.harvest import ProfileError, find_profile, load_profile, parse_profile
from govopen_common.lined_yaml import Faults, parse
from harvest_world import quick
from hypothesis import given
from hypothesis import strategies as st

GOOD = """\
profile: 1
title: {zh: 甲, en: A}
list:
  request: {url: "{base}/list"}
  items: rows
  id: id
fields:
  title: item.name
"""


def faults(text):
    with pytest.raises(ProfileError) as refused:
        parse_profile(text, "test")
    return refused.value.problems


def test_the_smallest_profile_loads():
    made = parse_profile(GOOD, "test")
    assert made.title == {"zh": "甲", "en": "A"}
    assert made.listing.request.method == "GET"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("  items: rows", "  itmes: rows", 5, "items"),
        ("  id: id", "", 3, "missing"),
        ("item.name", "item.[", 8, "JMESPath"),
        ("title: item.name", "titel: item.name", 8, "title"),
        ('"{base}/list"', '"{bass}/list"', 4, "base"),
        ("profile: 1", "profile: 2", 1, "version 1"),
        ("  items: rows", "  items: rows\n  items: x", 6, "twice"),
        ("item.name", "{css: 'a[['}", 8, "CSS"),
        ("item.name", "{path: x, regex: '('}", 8, "regular expression"),
        ("item.name", "{path: x, codes: nowhere}", 8, "nowhere"),
        ("item.name", "{path: x, const: y}", 8, "exactly one"),
        ("item.name", "{first: [{path: x, codes: {a: b}}]}", 8, "belongs to a field"),
        ("item.name", "12", 8, "const"),
        ("  id: id", "  id: id\n  unwrap: [json, yaml]", 7, "yaml"),
        ("  id: id", "  id: id\n  pages: {start: no}", 7, "whole number"),
        ('{url: "{base}/list"}', "{url: x, form: {}, json: {}}", 4, "only one"),
        ("fields:", "file: {format: csv, id: a}\nfields:", 3, "either list or file"),
        ("fields:", "limits: {rate: fast}\nfields:", 7, "number"),
        ("fields:", "timezone: China\nfields:", 7, "+08:00"),
        ("fields:", "errors: [{when: x, kind: bad}]\nfields:", 7, "retry"),
        ("fields:", "resources: [{items: x}]\nfields:", 7, "missing"),
        ("fields:", "assumed: {titel: {value: x}}\nfields:", 7, "title"),
        ("fields:", "assumed: {title: {when: x}}\nfields:", 7, "missing"),
        ('"{base}/list"', '"{base}/{credential.key}"', 4, "not declared"),
    ],
)
def test_a_fault_is_told_with_its_line_and_a_remedy_in_both_languages(old, new, line, said):
    assert old in GOOD
    found = faults(GOOD.replace(old, new))
    told = [problem for problem in found if problem.field == f"test:{line}"]
    assert any(said in problem.en for problem in told), [problem.en for problem in found]
    assert all(f"第 {line} 行" in problem.zh for problem in told)


def test_every_fault_is_told_at_once_and_none_twice():
    found = faults(GOOD.replace("rows", "a..b").replace("item.name", "c..d"))
    assert [problem.field for problem in found] == ["test:5", "test:8"]


@pytest.mark.parametrize("text", ["", "- a", "a: [", "\ta: 1", "just words"])
def test_what_is_no_mapping_is_refused(text):
    assert faults(text)


def test_codes_that_look_like_numbers_or_words_of_yaml_stay_text():
    made = parse_profile(GOOD + "codes:\n  t: {01: a, 1: b, no: c, 2020-01-02: d}\n", "test")
    assert made.codes["t"] == {"01": "a", "1": "b", "no": "c", "2020-01-02": "d"}


def test_a_profile_is_found_by_name_or_by_path(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(GOOD, "utf-8")
    assert find_profile("mine", [tmp_path]).name == "mine"
    assert find_profile(str(path), []).name == "mine"


def test_a_profile_that_is_not_there_is_told_with_those_that_are(tmp_path):
    (tmp_path / "wuhan.yaml").write_text(GOOD, "utf-8")
    with pytest.raises(ProfileError) as refused:
        find_profile("wuhna", [tmp_path])
    assert "wuhan" in refused.value.problems[0].en


def test_a_name_never_leads_out_of_the_folder(tmp_path):
    (tmp_path / "secret.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "in").mkdir()
    with pytest.raises(ProfileError):
        find_profile("../secret", [tmp_path / "in"])


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(ProfileError):
        load_profile(tmp_path / "none.yaml")


@quick
@given(st.text())
def test_any_text_is_a_profile_or_refused(text):
    problems = Faults("x", "profile")
    assert parse(text, problems) is not None or problems.found
