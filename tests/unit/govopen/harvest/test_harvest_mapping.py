from __future__ import annotations

import pytest
from ckanext.govopen.domain.harvest import RawRecord, describe, map_record, try_profile
from ckanext.govopen.domain.harvest.document import Html
from harvest_world import NOW, keep, mapped, profile, quick, session
from hypothesis import given
from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
CODES = {"01": "daily", "3": "monthly"}
WIDE = profile(
    codes={"cycle": CODES},
    fields={
        "title": "item.name",
        "notes": {"path": "item.memo", "strip_html": True},
        "tag_string": "item.tags",
        "theme": "item.topic",
        "update_cycle": {"path": "item.cycle", "codes": "cycle"},
        "pub_date": "item.day",
        "total_records": "item.count",
        "total_storage": {"path": "item.gb", "scale": 1000},
        "source_views": "item.views",
        "source_url": "item.link",
        "related_codes": "item.related",
        "spatial": "item.shape",
    },
    elements={
        "items": "item.elements",
        "fields": {"name": "each.n", "length": "each.l", "nullable": "each.z"},
    },
    resources=[
        {
            "items": {"path": "item.formats", "split": [",", "\\"]},
            "fields": {"format": {"path": "each", "case": "upper"}},
        },
        {
            "items": "item.files",
            "when": "each.url",
            "fields": {"name": "each.name", "url": "each.url"},
        },
    ],
)


def flags(record):
    return {flag.field: flag.raw for flag in record.flags}


@quick
@given(
    st.dictionaries(st.sampled_from(sorted("abc")), JSON)
    | st.fixed_dictionaries(
        dict.fromkeys(
            (
                "name",
                "memo",
                "tags",
                "topic",
                "cycle",
                "day",
                "count",
                "gb",
                "views",
                "link",
                "related",
                "shape",
                "elements",
                "formats",
                "files",
            ),
            JSON,
        )
    )
)
def test_whatever_a_source_sends_a_record_comes_out(item):
    record = mapped(item, WIDE)
    assert len(record.content_hash) == 64
    assert record.failed == any(problem.severity == "error" for problem in record.problems)
    again = map_record(
        WIDE, RawRecord.load(record.raw), keep, url="https://data.example.cn", now=NOW
    )
    assert again.content_hash == record.content_hash


@quick
@given(st.text(min_size=1))
def test_a_code_is_in_the_table_or_kept_as_it_came(code):
    record = mapped({"name": "甲", "cycle": code}, WIDE, lambda name, word: None)
    clean = record.fields.get("update_cycle")
    assert clean is None
    if code.strip() and code in flags(record).get("update_cycle", ""):
        assert code.strip() not in CODES or flags(record)["update_cycle"] == CODES[code.strip()]


def test_a_known_code_becomes_its_word_as_number_or_text_or_list():
    for code in (3, "3", ["3"], " 3 "):
        assert mapped({"name": "甲", "cycle": code}, WIDE).fields["update_cycle"] == "monthly"


def test_an_unknown_code_is_never_guessed():
    record = mapped({"name": "甲", "cycle": 7}, WIDE)
    assert "update_cycle" not in record.fields
    assert flags(record) == {"update_cycle": "7"}
    assert not record.failed


def test_a_chinese_word_in_place_of_a_code_is_looked_up_in_the_vocabulary():
    words = {"每月": "monthly"}.get
    record = mapped({"name": "甲", "cycle": "每月"}, WIDE, lambda name, word: words(word))
    assert record.fields["update_cycle"] == "monthly"


def test_a_word_the_vocabulary_does_not_have_is_flagged():
    record = mapped({"name": "甲", "topic": "?三体问题"}, WIDE)
    assert "theme" not in record.fields
    assert flags(record) == {"theme": "?三体问题"}


def test_values_in_lists_of_one_are_values():
    plain = {"name": "甲", "day": "2020-01-02", "views": "3", "topic": "x"}
    wrapped = {key: [value] for key, value in plain.items()}
    assert mapped(plain, WIDE).fields == mapped(wrapped, WIDE).fields


def test_a_date_in_the_future_is_flagged_and_not_taken():
    record = mapped({"name": "甲", "day": "2031-05-04"}, WIDE)
    assert "pub_date" not in record.fields
    assert flags(record) == {"pub_date": "2031-05-04"}
    assert mapped({"name": "甲", "day": "2026-01-15 23:59:59"}, WIDE).fields["pub_date"]


@pytest.mark.parametrize("wrong", ["若干", -5, "12.5"])
def test_a_number_that_is_none_is_flagged(wrong):
    record = mapped({"name": "甲", "count": wrong}, WIDE)
    assert "total_records" not in record.fields
    assert flags(record) == {"total_records": str(wrong)}


def test_numbers_are_scaled():
    assert mapped({"name": "甲", "gb": "1.5"}, WIDE).fields["total_storage"] == 1500


def test_usage_counters_do_not_make_a_record_new():
    before = mapped({"name": "甲", "views": "10"}, WIDE)
    after = mapped({"name": "甲", "views": "9"}, WIDE)
    renamed = mapped({"name": "乙", "views": "9"}, WIDE)
    assert before.content_hash == after.content_hash != renamed.content_hash


def test_the_order_of_the_keys_of_a_source_does_not_matter():
    one = {"name": "甲", "files": [{"name": "a", "url": "/a"}]}
    other = {"files": [{"url": "/a", "name": "a"}], "name": "甲"}
    assert mapped(one, WIDE).content_hash == mapped(other, WIDE).content_hash


def test_a_record_without_a_title_fails_and_says_so():
    record = mapped({"name": "  "}, WIDE)
    assert record.failed
    assert [(problem.field, problem.code) for problem in record.problems] == [("title", "required")]


def test_an_element_without_a_name_fails_and_names_its_row():
    record = mapped({"name": "甲", "elements": [{"n": "编号"}, {"l": "20"}]}, WIDE)
    assert [problem.field for problem in record.problems] == ["elements.1.name"]


def test_a_wrong_value_in_an_element_is_flagged_with_its_row():
    record = mapped({"name": "甲", "elements": [{"n": "编号", "l": "二十"}]}, WIDE)
    assert flags(record) == {"elements.0.length": "二十"}
    assert record.fields["elements"] == [{"name": "编号"}]


@pytest.mark.parametrize("formats", ["CSV,XLS", "csv\\xls", ["csv", "xls"]])
def test_each_format_becomes_a_resource(formats):
    made = mapped({"name": "甲", "formats": formats}, WIDE).resources
    assert [resource["format"] for resource in made] == ["CSV", "XLS"]


def test_resources_have_keys_that_stay_and_differ():
    record = mapped({"name": "甲", "formats": "csv,csv"}, WIDE)
    assert [resource["source_key"] for resource in record.resources] == ["file:CSV", "file:CSV#2"]


def test_addresses_are_made_whole_and_dangerous_ones_left_out():
    files = [{"name": "a", "url": "/f/1.csv"}, {"name": "b", "url": "javascript:alert(1)"}, {}]
    record = mapped({"name": "甲", "files": files}, WIDE)
    assert record.resources[0]["url"] == "https://data.example.cn/f/1.csv"
    assert "url" not in record.resources[1]
    assert flags(record) == {"resources.1.url": "javascript:alert(1)"}
    assert len(record.resources) == 2


def test_titles_are_one_line_and_markup_and_controls_are_gone():
    item = {"name": " 贵州省\t行政许可\n信息\u200b", "memo": "<p>a</p><script>x</script>\x00"}
    record = mapped(item, WIDE)
    assert record.fields["title"] == "贵州省 行政许可 信息"
    assert record.fields["notes"] == "a"


def test_an_expression_that_fails_is_a_problem_of_its_field_and_names_the_line():
    made = profile(fields={"title": "item.name", "notes": "join(',', item.n)"})
    record = mapped({"name": "甲", "n": 3}, made)
    assert [problem.field for problem in record.problems] == ["notes"]
    assert "line" in record.problems[0].en


def test_a_record_that_is_gone_has_no_problems_and_another_hash():
    raw = RawRecord("1", {"item": {}}, [], "HTTP 404")
    record = map_record(WIDE, raw, keep, now=NOW)
    assert not record.failed
    assert record.gone
    assert record.content_hash != mapped({}, WIDE).content_hash


def test_ids_that_change_their_case_are_one_when_the_profile_says_so():
    raw = RawRecord("AB12", {"item": {"name": "甲"}})
    folding = profile(identity={"fold_case": True})
    assert map_record(folding, raw, keep).source_record_id == "ab12"
    assert map_record(profile(), raw, keep).source_record_id == "AB12"


def test_html_is_mapped_by_selectors_and_labels():
    page = Html("<h1>甲</h1><p>更新周期：每月</p><table><tr><td>编号</td><td>C</td></tr></table>")
    made = profile(
        fields={"title": {"css": "h1"}, "update_cycle": {"label": "更新周期"}},
        elements={
            "items": {"css": "tr", "all": True},
            "fields": {"name": {"css": "td:nth-child(1)"}, "type": {"css": "td:nth-child(2)"}},
        },
    )
    record = mapped({}, made, detail=page)
    assert record.fields == {
        "title": "甲",
        "update_cycle": "每月",
        "elements": [{"name": "编号", "type": "C"}],
    }


def test_a_condition_may_be_written_for_html():
    made = profile(
        fields={"title": "item.name"},
        resources={
            "items": {"css": "a", "all": True},
            "when": {"css": "a", "attr": "href", "regex": "csv$"},
            "fields": {"url": {"css": "a", "attr": "href"}},
        },
    )
    page = Html("<a href='/x.csv'>x</a><a href='/about'>y</a>")
    assert [r["url"] for r in mapped({"name": "甲"}, made, detail=page).resources] == [
        "https://data.example.cn/x.csv"
    ]


def test_a_trial_shows_how_each_field_is_found_and_what_it_became():
    rows = [{"id": str(n), "name": f"甲{n}", "cycle": "9"} for n in range(5)]
    at = session(lambda request: {"rows": rows}, WIDE)
    trial = try_profile(at, keep)
    assert [record.id for record in trial.records] == ["0", "1", "2"]
    shown = {field.field: field for field in trial.records[0].fields}
    assert (shown["title"].found, shown["title"].became) == ("甲0", "甲0")
    assert shown["title"].expression == describe(WIDE)["title"] == "item.name"
    assert shown["update_cycle"].became == ""
    assert shown["update_cycle"].note


def test_json_sent_as_text_is_opened_where_it_is_wanted():
    made = profile(
        fields={"title": "item.name"},
        elements={
            "items": {"path": "item.elements", "parse_json": True},
            "fields": {"name": "each.n"},
        },
    )
    record = mapped({"name": "甲", "elements": '[{"n": "编号"}, {"n": "名称"}]'}, made)
    assert [element["name"] for element in record.fields["elements"]] == ["编号", "名称"]
    broken = mapped({"name": "甲", "elements": "[{"}, made)
    assert [problem.field for problem in broken.problems] == ["elements"]


def test_html_inside_a_value_is_looked_into():
    made = profile(fields={"title": {"from": "item.body", "css": "h1"}})
    assert mapped({"body": "<h1>甲</h1>"}, made).fields["title"] == "甲"


@pytest.mark.parametrize(
    ("written", "size", "storage"),
    [
        ("345 KB", 353_280, 0.000329018),
        ("1.5M", 1_572_864, 0.001464844),
        ("２ＧＢ", 2**31, 2),
        ("1,024字节", 1024, 9.54e-07),
    ],
)
def test_a_size_is_read_in_the_unit_that_the_source_writes(written, size, storage):
    made = profile(
        fields={"title": "item.name", "total_storage": {"path": "item.size", "scale": 1000}},
        resources={"fields": {"url": {"const": "https://a.example.cn/f"}, "size": "item.size"}},
    )
    record = mapped({"id": "1", "name": "n", "size": written}, made)
    assert record.resources[0]["size"] == size
    assert record.fields["total_storage"] == pytest.approx(storage, rel=1e-3)


def test_a_size_that_is_none_is_flagged():
    made = profile(fields={"title": "item.name", "total_storage": "item.size"})
    assert flags(mapped({"id": "1", "name": "n", "size": "很大 MB"}, made)) == {
        "total_storage": "很大 MB"
    }


def test_a_code_of_the_sources_own_kind_is_flagged_and_does_not_fail_the_record():
    made = profile(fields={"title": "item.name", "res_code": "item.code"})
    foreign = mapped({"id": "1", "name": "n", "code": "HXC-0001"}, made)
    assert not foreign.failed
    assert "res_code" not in foreign.fields
    assert flags(foreign) == {"res_code": "HXC-0001"}
    assert mapped({"id": "1", "name": "n", "code": "307/000001"}, made).fields["res_code"]


CONDITIONAL = profile(
    fields={"title": "item.name", "open_type": "item.open", "open_condition": "item.terms"},
    assumed={
        "open_condition": {"when": "fields.open_type == 'conditional'", "value": "向部门申请"}
    },
)


def test_what_the_source_never_says_is_filled_from_the_profile_and_flagged():
    record = mapped({"name": "名录", "open": "conditional"}, CONDITIONAL)
    assert record.fields["open_condition"] == "向部门申请"
    assert [(flag.field, flag.raw) for flag in record.flags] == [("open_condition", "")]
    assert "默认值" in record.flags[0].note
    assert "default" in record.flags[0].note


@pytest.mark.parametrize(
    ("item", "condition"),
    [
        ({"name": "名录", "open": "conditional", "terms": "签订协议"}, "签订协议"),
        ({"name": "名录", "open": "unconditional"}, None),
        ({"name": "名录"}, None),
    ],
)
def test_nothing_is_assumed_where_the_source_speaks_or_the_condition_does_not_hold(item, condition):
    record = mapped(item, CONDITIONAL)
    assert record.fields.get("open_condition") == condition
    assert not record.flags


def test_an_assumed_word_that_its_vocabulary_lacks_is_not_taken():
    made = profile(assumed={"theme": {"value": "?无此词"}})
    record = mapped({"name": "名录"}, made)
    assert "theme" not in record.fields
    assert flags(record) == {"theme": "?无此词"}


def test_a_condition_that_cannot_be_worked_out_is_a_problem_of_its_field():
    made = profile(assumed={"theme": {"when": "sum(fields.title)", "value": "x"}})
    assert [problem.field for problem in mapped({"name": "名录"}, made).problems] == ["theme"]
