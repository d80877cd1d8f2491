"""Synonyms, question words and pinyin."""

from __future__ import annotations

from pathlib import Path

import pytest
from ckanext.govopen.domain.search import pinyin, questions, synonyms
from ckanext.govopen.domain.search.synonyms import SynonymError
from hypothesis import given
from hypothesis import strategies as st

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


def test_the_longest_known_word_is_cut_out_first():
    known = synonyms.build([["公积金", "住房公积金"], ["公积金中心", "住房公积金管理中心"]])
    assert known.carve("贵阳公积金中心网点") == [
        ("贵阳", False),
        ("公积金中心", True),
        ("网点", False),
    ]


@given(st.text("公积金中心贵阳网点", max_size=20))
def test_cutting_loses_nothing(text: str):
    known = synonyms.build([["公积金", "住房公积金"], ["中心", "网点"]])
    assert "".join(piece for piece, _ in known.carve(text)) == text


def test_a_one_way_entry_works_one_way():
    known = synonyms.build([], {"学校": ["小学", "中学"]})
    assert known.related("学校") == ("小学", "中学")
    assert known.alternatives("学校") == known.related("小学") == ()


def test_a_department_is_known_by_the_other_names_of_its_kind(shipped):
    assert "发改委" in shipped.department_names("贵州省发展和改革委员会")
    assert "工信厅" in shipped.department_names("贵州省经济和信息化委员会")
    assert shipped.department_names("某某") == ()


def test_the_shipped_words_are_hundreds_and_hold_the_usual_short_names(shipped):
    assert len(shipped.words) > 800
    for short in ("发改委", "卫健委", "人社厅", "公积金中心", "住建局", "市监局", "文旅局"):
        assert shipped.words[short], short


def test_no_question_word_is_also_a_synonym(shipped, asked):
    assert not set(asked.phrases) & set(shipped.words)
    assert not asked.particles & set(shipped.words)


@pytest.mark.parametrize(
    "content", ["[1, 2]", "groups: 医院", "groups: [[医院]]", "oneway: [医院]", "groups: [[a, ''"]
)
def test_a_malformed_file_is_refused_with_its_name(tmp_path: Path, content: str):
    (tmp_path / "mine.yaml").write_text(content, "utf-8")
    with pytest.raises(SynonymError, match=r"mine\.yaml"):
        synonyms.load(tmp_path)


def test_latin_question_words_are_dropped_as_whole_words(asked):
    assert asked.content("how to show tools") == "show tools"


def test_question_words_must_be_lists(tmp_path: Path):
    path = tmp_path / "questions.yaml"
    path.write_text("phrases: 请问", "utf-8")
    with pytest.raises(SynonymError, match="phrases"):
        questions.load(path)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("公积金", ["gong", "ji", "jin"]),
        ("旅游PM2.5", ["lv", "you", "pm2", "5"]),
        ("重庆银行", ["chong", "qing", "yin", "hang"]),
        ("", []),
    ],
)
def test_text_is_spoken_in_syllables(text: str, spoken: list[str]):
    assert pinyin.syllables(text) == spoken


def test_letters_are_cut_into_whole_syllables_in_each_way():
    assert pinyin.readings("xian") == [["xian"], ["xi", "an"]]
    assert pinyin.readings("gjj") == []


@given(LETTERS)
def test_every_reading_spells_the_letters(letters: str):
    for reading in pinyin.readings(letters):
        assert "".join(reading) == letters


def test_an_unfinished_syllable_is_kept_as_a_beginning():
    assert pinyin.unfinished("gongj") == ["gong", "j"]
    assert pinyin.unfinished("b") == []


def test_letters_that_begin_no_syllable_are_no_initials():
    assert pinyin.as_initials("gjj") == ["g", "j", "j"]
    assert pinyin.as_initials("iuv") == []
    assert pinyin.as_initials("g") == []
