"""The dataset and department forms through CKAN's API: rules, what is kept, what is assigned."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories, helpers

USCC = "11520000009390015B"

pytestmark = pytest.mark.usefixtures("with_plugins")


def call(action: str, **data: Any) -> dict[str, Any]:
    context = {"user": factories.Sysadmin()["name"], "ignore_auth": True}
    return helpers.call_action(action, context=context, **data)


def refused(action: str, **data: Any) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as raised:
        call(action, **data)
    return raised.value.error_dict


@pytest.fixture
def department() -> dict[str, Any]:
    return call(
        "organization_create",
        title=f"图书馆管理局{uuid4().hex[:8]}",
        division_code="520100",
        uscc=USCC.lower(),
        org_class="政府部门",
    )


@pytest.fixture
def fields(department: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": "贵阳市公益性图书馆名录",
        "notes": "名称、地址和开放时间。",
        "owner_org": department["id"],
        "theme": "文化休闲",
        "open_type": "无条件开放",
        "update_cycle": "每年",
        "status": "published",
    }


CLOSED = {"share_type": "none", "no_share_basis": "《保守国家秘密法》", "open_type": "none"}


def test_a_department_gets_a_name_and_its_codes_are_normalised(department: dict[str, Any]):
    assert department["name"].startswith("tu-shu-guan-guan-li-ju")
    assert (department["uscc"], department["org_class"]) == (USCC, "C")


def test_a_department_is_never_below_itself(department: dict[str, Any]):
    child = call("organization_create", title=f"分馆{uuid4().hex}", parent_org=department["name"])
    assert "parent_org" in refused(
        "organization_patch", id=department["id"], parent_org=child["name"]
    )


def test_labels_become_words_and_the_department_fills_what_is_left_out(fields: dict[str, Any]):
    dataset = call("package_create", **fields)
    assert (dataset["theme"], dataset["open_type"], dataset["update_cycle"]) == (
        "15",
        "unconditional",
        "yearly",
    )
    assert (dataset["division_code"], dataset["provider_uscc"]) == ("520100", USCC)
    assert dataset["grade"] == "public"
    assert dataset["private"] is False


def test_blank_rows_of_elements_are_taken_out(fields: dict[str, Any]):
    rows = [{"name": "名称", "type": "字符串型"}, {"name": ""}, {"name": "地址", "is_key": "否"}]
    dataset = call("package_create", **fields, elements=rows)
    assert [row["name"] for row in dataset["elements"]] == ["名称", "地址"]
    assert dataset["elements"][1]["is_key"] == "false"


def test_a_form_sends_its_elements_flat(fields: dict[str, Any]):
    flat = {"elements-0-name": "名称", "elements-0-type": "C", "elements-1-name": ""}
    dataset = call("package_create", **fields, **flat)
    assert [row["name"] for row in dataset["elements"]] == ["名称"]


def test_a_rule_that_lives_in_a_row_is_told_at_its_row_and_column(fields: dict[str, Any]):
    rows = [{"name": "甲"}, {"name": "乙", "open_type": "unconditional"}, {"type": "C"}]
    told = refused("package_create", **{**fields, "open_type": "none", "elements": rows})
    assert set(told["elements"][1]) == {"open_type"}
    assert set(told["elements"][2]) == {"name"}
    assert not told["elements"][0]


def test_a_word_that_no_vocabulary_has_is_refused_at_its_field(fields: dict[str, Any]):
    told = refused("package_create", **{**fields, "grade": "密", "share_type": "conditional"})
    assert set(told) == {"grade", "share_condition"}


def test_a_second_dataset_of_the_same_title_is_refused(fields: dict[str, Any]):
    call("package_create", **fields)
    assert set(refused("package_create", **fields)) == {"title"}


def test_what_a_form_does_not_send_is_kept(fields: dict[str, Any]):
    flags = [{"field": "theme", "raw": "9", "note": ""}]
    dataset = call("package_create", **fields, source_flags=flags, grade="internal")
    updated = call("package_update", id=dataset["id"], **{**fields, "notes": "新的摘要"})
    for field in ("name", "res_code", "subcatalogue", "status", "source_flags", "grade"):
        assert updated[field] == dataset[field]


def test_the_code_of_a_published_dataset_is_fixed(fields: dict[str, Any]):
    dataset = call("package_create", **fields)
    assert dataset["res_code"]
    assert set(refused("package_patch", id=dataset["id"], res_code="307/000001")) == {"res_code"}


def test_drafts_and_what_is_not_public_are_private_in_core(fields: dict[str, Any]):
    dataset = call("package_create", **{**fields, "status": "draft"})
    assert dataset["private"] is True
    published = call("package_patch", id=dataset["id"], status="published")
    assert published["private"] is False
    internal = call("package_patch", id=dataset["id"], grade="内部", private=False)
    assert internal["private"] is True


def test_a_classified_dataset_takes_no_file_and_one_with_files_is_not_classified(
    fields: dict[str, Any],
):
    secret = call("package_create", **{**fields, **CLOSED, "grade": "涉密"})
    told = refused("resource_create", package_id=secret["id"], url="http://example.com/a.csv")
    assert "url" in told
    opened = call("package_create", **{**fields, "title": "药店名录"})
    call("resource_create", package_id=opened["id"], url="http://example.com/a.csv")
    assert set(refused("package_patch", id=opened["id"], **CLOSED, grade="classified")) == {"grade"}


def test_a_record_of_a_source_is_published_and_one_of_a_form_is_a_draft(fields: dict[str, Any]):
    del fields["status"]
    assert call("package_create", **fields)["status"] == "draft"
    harvested = {**fields, "title": "药店名录", "source_id": "s", "source_record_id": uuid4().hex}
    assert call("package_create", **harvested)["status"] == "published"
