"""Snippets, suggestions, "did you mean" and what goes into the index."""

from __future__ import annotations

import pytest
from ckanext.govopen.domain.search import document, highlight, suggest
from ckanext.govopen.domain.search.suggest import Word
from hypothesis import given
from hypothesis import strategies as st


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=4), max_size=4))
def test_the_pieces_of_a_text_are_the_text(text: str, terms: list[str]):
    assert "".join(piece for piece, _ in highlight.pieces(text, terms)) == text


def test_a_match_is_marked_however_it_is_written():
    assert highlight.pieces("貴陽市ＧＤＰ表", ["贵阳", "gdp"]) == [
        ("貴陽", True),
        ("市", False),
        ("ＧＤＰ", True),
        ("表", False),
    ]


def test_overlapping_matches_are_one():
    assert highlight.pieces("住房公积金", ["公积", "积金"]) == [("住房", False), ("公积金", True)]


def test_a_latin_word_is_not_marked_inside_another():
    assert highlight.pieces("location of cats", ["cat"])[0] == ("location of ", False)


def test_a_snippet_is_cut_around_its_first_match():
    text = "甲" * 300 + "公积金" + "乙" * 300
    found = highlight.pieces(text, ["公积金"], width=100)
    assert found[0] == found[-1] == ("…", False)
    assert ("公积金", True) in found
    assert sum(len(piece) for piece, _ in found) == 102


WORDS = [
    Word("贵阳市公积金缴存网点", "dataset", 1, "a"),
    Word("公积金中心", "department", 5, "gjj"),
    Word("公积金账号", "element", 3),
    Word("工资", "tag", 9),
]


@pytest.mark.parametrize("typed", ["公积金", "公積金", "gongjijin", "gjj", "gongjj", "gong ji"])
def test_suggestions_begin_with_what_is_typed_or_sound_like_it(typed: str):
    found = [w.text for w in suggest.rank(typed, WORDS)]
    assert found == ["公积金中心", "公积金账号", "贵阳市公积金缴存网点"]


def test_nothing_typed_suggests_nothing_and_no_text_comes_twice():
    assert suggest.rank(" ", WORDS) == []
    assert len(suggest.rank("公积金", [*WORDS, *WORDS])) == 3


TITLES = ["贵阳市公积金缴存网点", "公积金中心", "旅行社名录", "高速公路数据"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("公基金", "公积金"),
        ("旅行设", "旅行社"),
        ("旅社行", "旅行社"),
        ("高公路", "高速公路"),
        ("高速的公路", "高速公路"),
        ("公积金", None),
        ("图书馆", None),
        ("医院", None),
    ],
)
def test_one_slip_is_put_right_by_the_vocabulary(typed: str, meant: str | None):
    assert suggest.did_you_mean(typed, TITLES) == meant


def test_what_sounds_the_same_is_meant_before_what_looks_alike():
    assert suggest.did_you_mean("公基金", ["公募金", "公募金", "公积金"]) == "公积金"


DATASET = {
    "title": "旅行社名錄",
    "theme": "10",
    "pub_date": "2020-01-31",
    "data_modified": "2020",
    "elements": [
        {"name": "机构名称", "element_code": "E1"},
        {"name": "统一社会信用代码", "element_code": "E2"},
    ],
    "resources": [{"format": "GeoJSON"}, {"kind": "api", "format": ""}],
    "source_views": "12",
    "source_downloads": "3",
    "tags": [{"name": "旅游"}],
}


def test_a_dataset_is_indexed_with_the_fields_of_the_catalogue():
    around = document.Surroundings(
        division_path=["520000", "520100"], org_title="文化厅", org_short_names=["文旅厅"]
    )
    found = document.fields(DATASET, around)
    assert found["title_pinyin"] == "lv xing she ming lu"
    assert found["element_names"] == ["机构名称", "统一社会信用代码"]
    assert found["element_codes"] == ["E1", "E2"]
    assert (found["has_api"], found["has_map"]) == (True, True)
    assert (found["govopen_grade"], found["govopen_status"]) == ("public", "published")
    assert found["pub_date"] == "2020-01-31T00:00:00Z"
    assert "data_modified" not in found
    assert "wen lv ting" in found["pinyin"]
    assert found["division_path"] == ["520000", "520100"]


@pytest.mark.parametrize(
    ("views", "expected"), [("12", 15), (None, 3), ("many", 3), ("-4", 3), ("1e400", 3)]
)
def test_usage_adds_up_what_the_source_counted(views: object, expected: int):
    assert document.usage({**DATASET, "source_views": views}) == expected
