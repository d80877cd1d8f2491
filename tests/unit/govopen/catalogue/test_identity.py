"""Names, resource codes, and who sees what."""

from __future__ import annotations

import re

import pytest
from ckanext.govopen.domain import codes, visibility
from ckanext.govopen.domain.slug import MAX_LENGTH, slug
from ckanext.govopen.domain.visibility import Membership
from hypothesis import given
from hypothesis import strategies as st

GRADES = ("public", "internal", "classified")
STATES = ("draft", "submitted", "published", "withdrawn")


def test_a_chinese_title_becomes_pinyin_and_a_suffix():
    assert re.fullmatch(
        r"gui-yang-shi-tu-shu-guan-ming-lu-[0-9a-f]{8}", slug("贵阳市图书馆名录", "source/1")
    )


@given(st.text(), st.text())
def test_every_title_gives_a_name_that_ckan_accepts(title: str, identity: str):
    name = slug(title, identity)
    assert re.fullmatch(r"[a-z0-9_-]{2,100}", name)
    assert len(name) <= MAX_LENGTH
    assert name == slug(title, identity)


def test_two_records_of_one_title_have_two_names():
    assert slug("医疗机构名录", "source/1") != slug("医疗机构名录", "source/2")


def test_a_resource_code_is_made_and_taken_apart_at_the_slash():
    assert codes.make("3070260101", 123) == "3070260101/000123"
    assert codes.split("3070260101/000123") == ("3070260101", 123)
    assert codes.make("307", 12345678) == "307/12345678"


@pytest.mark.parametrize(
    "text", ["", "307", "/1", "307/", "307/x", "30 7/1", "3" * 60 + "/00001", "３/1"]
)
def test_what_is_no_resource_code_is_told_apart(text: str):
    assert not codes.is_code(text)
    assert codes.split(text) is None


@pytest.mark.parametrize(("prefix", "number"), [("", 1), ("307", 0), ("3/7", 1)])
def test_no_code_is_made_of_what_cannot_be_one(prefix: str, number: int):
    with pytest.raises(ValueError, match="no resource code"):
        codes.make(prefix, number)


def sees(grade: str, status: str, *memberships: Membership, sysadmin: bool = False) -> bool:
    held = visibility.reader_labels(memberships, sysadmin=sysadmin, authority_org="authority")
    return bool(set(held) & set(visibility.dataset_labels(grade, status, "own")))


READERS = {
    "anonymous": (),
    "member elsewhere": (Membership("other", "member"),),
    "editor elsewhere": (Membership("other", "editor"),),
    "member": (Membership("own", "member"),),
    "editor": (Membership("own", "editor"),),
    "member of the authority": (Membership("authority", "member"),),
    "editor of the authority": (Membership("authority", "editor"),),
}
SEEN = {
    ("public", "published"): set(READERS),
    ("internal", "published"): set(READERS) - {"anonymous"},
    ("classified", "published"): {"editor", "editor of the authority"},
    ("public", "draft"): {"member", "editor"},
    ("internal", "submitted"): {"member", "editor"},
    ("classified", "draft"): {"editor", "editor of the authority"},
    ("public", "withdrawn"): set(READERS),
}


@pytest.mark.parametrize(("grade", "status"), sorted(SEEN))
def test_each_grade_is_seen_by_those_it_is_for_and_by_nobody_else(grade: str, status: str):
    seen = {reader for reader, held in READERS.items() if sees(grade, status, *held)}
    assert seen == SEEN[grade, status]


def test_a_system_administrator_sees_what_is_internal_and_classified():
    assert sees("internal", "published", sysadmin=True)
    assert sees("classified", "published", sysadmin=True)


@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize("status", STATES)
def test_whatever_the_public_may_not_see_is_private_for_ckan_too(grade: str, status: str):
    public = visibility.PUBLIC in visibility.dataset_labels(grade, status, "own")
    assert visibility.is_private(grade, status) is not public


@given(st.text(max_size=12), st.sampled_from(STATES))
def test_an_unknown_grade_is_as_closed_as_the_closest(grade: str, status: str):
    if grade not in GRADES:
        assert visibility.dataset_labels(grade, status, "own") == visibility.dataset_labels(
            "classified", status, "own"
        )
        assert visibility.is_private(grade, status)
