"""From what a reader typed to the query that Solr gets."""

from __future__ import annotations

import re

import opencc
import pytest
from ckanext.govopen.domain.search import normal, query
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("醫院", "医院"),
        ("ＰＰＰ　項目", "ppp 项目"),
        ("  Ｇ Ｄ Ｐ ", "g d p"),
        ("公\u200b积金", "公 积金"),
        ("", ""),
    ],
)
def test_width_case_spaces_and_traditional_characters_are_folded(typed: str, folded: str):
    assert normal.normalise(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str):
    once = normal.normalise(text)
    assert normal.normalise(once) == once
    assert len(once) <= normal.MAX_LENGTH


@given(st.text(st.sampled_from("貴州省水庫反覆沈默藉口乾坤水库名录，PPP0 ")))
def test_traditional_characters_become_what_opencc_makes_of_them(text: str):
    assert normal.simplify(text) == opencc.OpenCC("t2s").convert(text)


def test_every_entry_of_opencc_is_followed():
    converter = opencc.OpenCC("t2s")
    written = [key for _, _, table in converter.dict_cache.values() for key in table]
    assert len(written) > 4000
    assert [key for key in written if normal.simplify(key) != converter.convert(key)] == []


def test_a_text_in_simplified_characters_is_not_looked_up(monkeypatch: pytest.MonkeyPatch):
    text = "贵阳市水库名录（2016年），包含：名称、库容、PPP项目"
    asked: list[str] = []
    monkeypatch.setattr(opencc.OpenCC, "convert", lambda _, text: asked.append(text) or text)
    assert normal.simplify(text) == text
    assert asked == []


def test_a_question_is_searched_without_its_question_words(build):
    made = build("请问贵阳市有哪些医院？", dictionary=("贵阳市", "医院"))
    assert '("贵阳市"' in made.q
    assert '("医院"' in made.q
    assert "请问" not in made.q
    assert "哪些" not in made.q


def test_the_index_is_not_asked_to_cut_two_characters(lexicon, shipped, asked, monkeypatch):
    def cut(text: str) -> list[str]:
        raise AssertionError(text)

    monkeypatch.setattr(lexicon, "words", cut)
    assert '"堤坝"' in query.build("堤坝", lexicon, shipped, asked).q
    with pytest.raises(AssertionError, match="坝的"):
        query.build("坝的", lexicon, shipped, asked)


def test_a_query_of_question_words_alone_is_still_searched(build):
    assert "怎么办" in build("怎么办", dictionary=("怎么办",)).q


def test_a_short_name_also_finds_the_full_name_and_what_the_body_was_called(build):
    made = build("卫健委")
    assert '"卫生健康委员会"' in made.q
    assert '"卫生和计划生育委员会"' in made.q


def test_what_was_typed_outweighs_what_it_may_stand_for(build):
    made = build("宾馆")
    weights = [float(w) for w in re.findall(r'"[^"]+"\^([\d.]+)', made.q)]
    assert '("宾馆" OR' in made.q
    assert weights
    assert max(weights) < 1


def test_a_synonym_inside_a_longer_run_of_text_is_found(build):
    made = build("贵州省发改委权力清单", dictionary=("贵州省",))
    assert '"发展和改革委员会"' in made.q
    assert '"贵州省"' in made.q


def test_every_word_is_required_when_enough_datasets_have_them_all(build):
    assert build("旅游 景区 名单").mm == "3"


def test_fewer_words_are_required_when_hardly_a_dataset_has_them_all(build):
    assert build("旅游 景区 名单", together=1).mm == "2"


def test_a_word_that_nothing_has_does_not_empty_the_answer(build):
    made = build("哈尔滨 新人", unknown=("新人",), dictionary=("哈尔滨", "新人"))
    assert made.mm == "1"
    assert not made.known


def test_a_word_that_the_index_has_is_not_guessed_at(build):
    assert "pinyin" not in build("图书馆").q
    assert "~" not in build("图书馆").q


def test_a_word_that_the_index_lacks_is_looked_for_by_its_sound_and_with_one_other_character(build):
    made = build("图书管", unknown=("图书管",))
    assert 'title_pinyin:"tu shu guan"' in made.q
    assert 'title_zh:"图 管"~2' in made.q


def test_words_that_say_nothing_rank_but_are_not_required(build):
    made = build("企业信息")
    assert made.mm == "1"
    assert '("企业" AND "信息")' in made.q


def test_letters_are_read_as_pinyin_as_initials_and_as_themselves(build):
    assert 'title_pinyin:"gong ji jin"' in build("gongjijin").q
    assert 'title_pinyin_prefix:"g j j"' in build("gjj").q
    assert 'text:"gdp"' in build("GDP").q
    assert '"发展和改革委员会"' in build("fgw").q


def test_pinyin_typed_with_spaces_is_one_phrase(build):
    assert 'title_pinyin:"quan li qing dan"' in build("quan li qing dan").q


def test_a_region_is_also_found_without_its_suffix(build):
    assert '"贵阳"' in build("贵阳市", dictionary=("贵阳市",)).q


@pytest.mark.parametrize("q", ["title:foo", "*:*", "+owner_org:abc x", "{!knn f=v}1", "-tags:x"])
def test_solr_syntax_is_recognised(q: str):
    assert query.is_advanced(q)


@pytest.mark.parametrize(
    "q", ["公积金", "http://example.org/a", "时间：2018", "PM2.5", '"医院"', "A级 (省)", "C++"]
)
def test_what_people_type_is_not_taken_for_solr_syntax(q: str):
    assert not query.is_advanced(q)


def test_nothing_searchable_gives_no_query(shipped, asked, lexicon):
    assert query.build("？！…", lexicon, shipped, asked) is None


@given(st.text(max_size=60))
def test_no_input_can_leave_its_quotes(shipped, asked, lexicon, text: str):
    made = query.build(text, lexicon, shipped, asked)
    if made is None:
        return
    outside = re.sub(r'"[^"]*"', '""', made.q)
    assert made.q.count('"') % 2 == 0
    assert re.fullmatch(r'(?:""|[\w\s().^~:]|\b(?:AND|OR)\b)*', outside)
    assert outside.count("(") == outside.count(")")
    assert "{!" not in made.q


def test_a_very_long_text_makes_a_bounded_query(build):
    made = build("数据" * 500, dictionary=("数据",))
    assert len(made.q) < 20_000


def test_the_words_to_highlight_include_synonyms(build):
    assert {"宾馆", "饭店"} <= set(build("宾馆").terms)


def test_two_words_that_no_dataset_has_together_do_not_empty_the_answer(build):
    assert build("疫苗 地方", together=0).mm == "1"
    assert build("旅游 景区 名单", together=0).mm == "2"


def test_a_short_name_that_nobody_wrote_down_finds_the_department_it_is_made_of(build):
    assert 'org_zh:"教 体 局"~6' in build("教体局", dictionary=("教体局",)).q
    assert "org_zh:" not in build("格局", dictionary=("格局",)).q
