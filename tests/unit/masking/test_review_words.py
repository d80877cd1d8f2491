"""Titles and descriptions are looked at before they are saved."""

from __future__ import annotations

import pytest
from ckanext.masking.domain.review.words import LONGEST, flagged

ID = "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"低保名单（{ID}）", "resident_id"),
        ("联系电话：13912345678", "mobile"),
        (f"{ID}.xlsx", "resident_id"),
    ],
)
def test_what_tells_of_a_person_is_flagged_by_its_kind(text: str, kind: str):
    assert kind in flagged({"title": text})["title"]


@pytest.mark.parametrize(
    "text", ["2024年度城市低保统计", "高度与长度", "公交站点（第3批）", "统计数据20240131", ""]
)
def test_ordinary_titles_are_not(text: str):
    assert flagged({"title": text}) == {}


def test_a_text_too_long_to_be_looked_at_says_so():
    assert flagged({"notes": "长" * (LONGEST + 1)}) == {"notes": ["too_long"]}
