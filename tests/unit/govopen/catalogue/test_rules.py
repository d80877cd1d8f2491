"""Each rule of the catalogue: what it accepts, what it says, and where."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from ckanext.govopen.domain.rules import RuleContext, check
from ckanext.govopen.domain.rules.base import REGISTRY
from ckanext.govopen.domain.rules.titles import is_near
from ckanext.govopen.domain.vocabulary import load
from hypothesis import given
from hypothesis import strategies as st

FOLDER = Path(str(files("govopen_schemas"))) / "vocabularies"
WORDS = {path.stem: load(path) for path in FOLDER.glob("*.yaml")}
TODAY = date(2024, 6, 1)
CODE = "307026010203/000001"


def context(**more: Any) -> RuleContext:
    return RuleContext(today=TODAY, vocabulary=WORDS.__getitem__, **more)


def a_dataset(**fields: Any) -> dict[str, Any]:
    complete = {
        "title": "贵阳市公益性图书馆名录",
        "notes": "全市公益性图书馆的名称、地址和开放时间。",
        "owner_org": "org-1",
        "grade": "public",
        "status": "published",
        "format_class": "02",
        "format_type": "0203",
        "share_type": "unconditional",
        "open_type": "unconditional",
        "update_cycle": "yearly",
        "pub_date": "2024-05-31",
        "elements": [{"name": "图书馆名称", "type": "C"}],
    }
    return {**complete, **fields}


def errors(dataset: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    found = check(dataset, context(**more))
    return [(one.field, one.code) for one in found if one.severity == "error"]


def warnings(dataset: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    found = check(dataset, context(**more))
    return [(one.field, one.code) for one in found if one.severity == "warning"]


def test_a_complete_dataset_has_no_problem_at_all():
    assert check(a_dataset(), context()) == []


def test_every_file_of_rules_is_found():
    folder = Path(str(files("ckanext.govopen.domain.rules")))
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "base"}
    assert {rule.__module__.rsplit(".", 1)[1] for rule in REGISTRY} == modules


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"title": " "}, "title", "required"),
    ({"notes": None}, "notes", "required"),
    ({"owner_org": ""}, "owner_org", "required"),
    ({"title": "长" * 129}, "title", "too_long"),
    ({"notes": "长" * 1001}, "notes", "too_long"),
    ({"elements": [{"name": "长" * 129}]}, "elements.0.name", "too_long"),
    ({"share_type": "maybe"}, "share_type", "not_in_vocabulary"),
    ({"theme": "财政"}, "theme", "not_in_vocabulary"),
    ({"elements": [{"name": "甲", "type": "Q"}]}, "elements.0.type", "not_in_vocabulary"),
    ({"share_type": "conditional"}, "share_condition", "condition_missing"),
    ({"share_type": "none"}, "no_share_basis", "basis_missing"),
    ({"open_type": "conditional"}, "open_condition", "condition_missing"),
    (
        {"elements": [{"name": "甲"}, {"name": "乙", "open_type": "conditional"}]},
        "elements.1.open_condition",
        "condition_missing",
    ),
    ({"total_records": "10", "opened_records": "11"}, "opened_records", "above_total"),
    ({"total_storage": "1.5", "shared_storage": "1.6"}, "shared_storage", "above_total"),
    ({"total_records": "-1"}, "total_records", "not_a_number"),
    ({"total_records": "1.5"}, "total_records", "not_a_number"),
    ({"total_storage": "nan"}, "total_storage", "not_a_number"),
    ({"opened_storage": "多"}, "opened_storage", "not_a_number"),
    ({"elements": [{"name": "", "type": "C"}]}, "elements.0.name", "required"),
    (
        {
            "open_type": "conditional",
            "open_condition": "签订协议",
            "elements": [{"name": "甲"}, {"name": "乙", "open_type": "unconditional"}],
        },
        "elements.1.open_type",
        "wider_than_dataset",
    ),
    (
        {"elements": [{"name": "甲", "sensitivity": "state", "open_type": "unconditional"}]},
        "elements.0.open_type",
        "secret_opened",
    ),
    ({"pub_date": "2024-06-02"}, "pub_date", "in_the_future"),
    ({"pub_date": "2024年5月"}, "pub_date", "not_a_date"),
    ({"pub_date": "2023-02-29"}, "pub_date", "not_a_date"),
    (
        {"temporal_start": "2024-01-02", "temporal_end": "2024-01-01"},
        "temporal_end",
        "ends_before_start",
    ),
    ({"provider_uscc": "11520000009390015X"}, "provider_uscc", "uscc"),
    ({"contact_email": "someone@"}, "contact_email", "email"),
    ({"contact_phone": "请来电"}, "contact_phone", "phone"),
    ({"res_code": "307026"}, "res_code", "code_form"),
    ({"res_code": CODE, "related_codes": [CODE]}, "related_codes", "related_to_itself"),
    ({"related_codes": '["nonsense"]'}, "related_codes", "unknown_code"),
    ({"format_class": "01"}, "format_type", "not_of_class"),
    ({"format_type": "0204"}, "format_other", "format_undescribed"),
    ({"spatial": '{"type": "Point", "coordinates": [26, 106]}'}, "spatial", "geojson"),
    ({"spatial": "[[["}, "spatial", "geojson"),
]


@pytest.mark.parametrize(("fields", "field", "code"), FAULTS)
def test_a_fault_is_told_at_its_field_and_nothing_else_is(
    fields: dict[str, Any], field: str, code: str
):
    assert errors(a_dataset(**fields)) == [(field, code)]


@pytest.mark.parametrize(("fields", "field", "code"), FAULTS)
def test_every_message_is_said_in_both_languages(fields: dict[str, Any], field: str, code: str):
    for problem in check(a_dataset(**fields), context()):
        assert problem.zh.endswith("。")
        assert problem.en.endswith((".", "?"))
        assert problem.text("zh_Hans_CN") == problem.zh
        assert problem.text("en") == problem.en


GOOD: list[dict[str, Any]] = [
    {"share_type": "conditional", "share_condition": "签订协议"},
    {"share_type": "none", "no_share_basis": "《统计法》第九条"},
    {"open_type": "none", "no_open_basis": "《统计法》第九条"},
    {"total_records": "10", "shared_records": "10", "opened_records": "0"},
    {"opened_records": "5"},
    {"pub_date": "2024-06-01", "data_modified": "2024-05-31T10:00:00+08:00"},
    {"provider_uscc": "11520000009390015B"},
    {"contact_phone": "（0851）8512-3456 转 801、13800000000", "contact_email": "a.b@gz.gov.cn"},
    {"res_code": CODE},
    {"format_type": "0204", "format_other": "某种表格"},
    {"format_class": ""},
    {"spatial": '{"type": "LineString", "coordinates": [[106, 26.5], [107, 26]]}'},
    {"elements": []},
    {"elements": [{}, {"name": "甲", "open_type": "none", "share_type": "none"}]},
    {
        "open_type": "conditional",
        "open_condition": "签订协议",
        "elements": [{"name": "甲", "open_type": "conditional"}],
    },
]  # fmt: skip


@pytest.mark.parametrize("fields", GOOD)
def test_what_is_right_passes(fields: dict[str, Any]):
    assert errors(a_dataset(**fields)) == []


def test_a_blank_row_of_elements_does_not_shift_the_numbers_of_the_others():
    assert errors(a_dataset(elements=[{}, {"name": "甲", "type": "Q"}])) == [
        ("elements.1.type", "not_in_vocabulary")
    ]


def test_a_classified_entry_has_no_files_and_goes_nowhere():
    dataset = a_dataset(grade="classified", resources=[{"url": "http://x/a.csv"}, {"url": "b"}])
    assert errors(dataset) == [
        ("resources.0.url", "classified_file"),
        ("resources.1.url", "classified_file"),
        ("share_type", "classified_shared"),
        ("open_type", "classified_opened"),
    ]
    closed = a_dataset(grade="classified", share_type="none", open_type="none", no_share_basis="法")
    assert errors(closed) == []
    assert errors(closed, stored_resources=1) == [("grade", "classified_file")]


def test_internal_data_that_are_opened_are_pointed_out():
    assert warnings(a_dataset(grade="internal")) == [("open_type", "internal_opened")]


def test_items_that_the_guide_asks_for_and_a_source_may_not_know_only_warn():
    bare = {"title": "某数据", "notes": "说明", "owner_org": "org-1"}
    assert errors(bare) == []
    assert {code for _, code in warnings(bare)} == {"incomplete"}


def test_related_codes_must_be_in_the_catalogue():
    dataset = a_dataset(related_codes=[CODE])
    assert errors(dataset, code_exists=lambda code: True) == []
    assert errors(dataset, code_exists=lambda code: False) == [("related_codes", "unknown_code")]


def test_a_division_must_exist():
    dataset = a_dataset(division_code="520100")
    assert errors(dataset, division_exists=lambda code: code == "520100") == []
    assert errors(dataset, division_exists=lambda code: False) == [
        ("division_code", "unknown_division")
    ]


def test_a_title_is_unique_within_its_department_and_its_own_dataset_does_not_count():
    asked: list[tuple[str, str, str | None]] = []

    def taken(org: str, title: str, own: str | None) -> bool:
        asked.append((org, title, own))
        return own is None

    assert errors(a_dataset(), title_taken=taken) == [("title", "title_taken")]
    assert errors(a_dataset(id="d-1"), title_taken=taken) == []
    assert asked[-1] == ("org-1", "贵阳市公益性图书馆名录", "d-1")


def test_a_title_that_is_nearly_anothers_warns_once_and_names_it():
    others = ["贵阳市公益性图书馆名录", "贵阳市公益性图书馆名录表", "贵阳市公益性图书馆名录（表）"]
    found = check(a_dataset(), context(similar_titles=lambda org, title: others))
    assert [(one.field, one.code, one.severity) for one in found] == [
        ("title", "title_similar", "warning")
    ]
    assert others[1] in found[0].zh


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("ＧＤＰ统计", "GDP 统计", True),
        ("贵州省、市（州）粮食价格", "贵州省市州粮食价格", True),
        ("2015年旅游统计数据", "2016年旅游统计数据", False),
        ("裁判员等级授予名单（一级）", "裁判员等级授予名单（三级）", False),
        ("医疗机构名录", "药店名录", False),
    ],
)
def test_titles_are_compared_without_width_space_and_punctuation(one: str, other: str, near: bool):
    assert is_near(one, other) is near


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = sorted(
    {"related_codes", "elements", "resources", *a_dataset(), *(field for _, field, _ in FAULTS)}
)


@given(st.dictionaries(st.sampled_from(FIELDS), anything))
def test_whatever_a_source_sends_is_answered_with_problems_not_with_a_crash(
    dataset: dict[str, Any],
):
    for problem in check(dataset, context(code_exists=lambda code: False)):
        assert problem.field
        assert problem.zh
        assert problem.en
