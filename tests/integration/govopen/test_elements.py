"""Data elements: one for each name and type, and hidden with the datasets that use them."""

from __future__ import annotations

import multiprocessing
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import helpers
from ckanext.govopen.adapters import elements
from sqlalchemy import event

from .catalogue_world import CLASSIFIED, act, dataset, department, person, refused, seen, unique

pytestmark = pytest.mark.usefixtures("with_plugins")
PROCESSES = 8


def element(name: str, type_: str = "C", **fields: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, **fields}


def codes_of(pkg: dict[str, Any]) -> list[str]:
    return [row["element_code"] for row in act("package_show", id=pkg["id"])["elements"]]


def shown(code: str, user: str = "") -> dict[str, Any]:
    return seen("govopen_element_show", user, id=code)


def hidden(code: str, user: str = "") -> None:
    with pytest.raises(tk.ObjectNotFound):
        shown(code, user)


def test_the_same_name_and_type_is_one_element_however_it_is_written():
    name = unique("信用代码A")
    one = dataset(department(), elements=[element(name)])
    other = dataset(department(), elements=[element(f"　{name.upper()} ")])
    assert codes_of(one) == codes_of(other)


def test_another_type_is_another_element_and_each_names_the_other():
    name = unique("注册资本")
    both = dataset(department(), elements=[element(name, "N"), element(name, "C")])
    number, text = codes_of(both)
    assert number != text
    assert [each["code"] for each in shown(number)["namesakes"]] == [text]


def test_an_item_without_a_type_uses_the_only_element_of_its_name():
    name = unique("地址")
    typed = codes_of(dataset(department(), elements=[element(name)]))
    assert codes_of(dataset(department(), elements=[element(name, "")])) == typed


def test_which_datasets_carry_it_is_one_call_by_code_or_name():
    name = unique("统一社会信用代码")
    made = {dataset(department(), elements=[element(name)])["id"] for _ in range(2)}
    code = seen("govopen_element_autocomplete", q=name)[0]["code"]
    for reference in (code, name):
        found = seen("govopen_element_datasets", id=reference)
        assert (found["count"], {each["id"] for each in found["results"]}) == (2, made)


@pytest.mark.parametrize("fields", [CLASSIFIED, {"grade": "internal"}, {"status": "draft"}])
def test_the_elements_of_a_hidden_dataset_are_nowhere(fields: dict[str, Any]):
    name = unique("密点")
    pkg = dataset(department(), elements=[element(name, definition=unique("机密"))], **fields)
    (code,) = codes_of(pkg)
    hidden(code)
    assert seen("govopen_element_autocomplete", q=name) == []
    assert seen("govopen_element_list", q=name)["count"] == 0
    for reference in (code, name):
        with pytest.raises(tk.ObjectNotFound):
            seen("govopen_element_datasets", id=reference)


def test_an_element_shows_to_those_who_see_a_dataset_that_uses_it():
    owner = department()
    name = unique("密点")
    (code,) = codes_of(dataset(owner, elements=[element(name)], **CLASSIFIED))
    hidden(code, person("member", owner))
    editor = person("editor", owner)
    assert shown(code, editor)["dataset_count"] == 1
    assert seen("govopen_element_datasets", editor, id=code)["count"] == 1


def test_a_hidden_use_is_not_counted():
    name = unique("项目名称")
    (code,) = codes_of(dataset(department(), elements=[element(name)]))
    dataset(department(), elements=[element(name)], **CLASSIFIED)
    assert shown(code)["dataset_count"] == 1
    assert seen("govopen_element_list", q=name)["results"][0]["dataset_count"] == 1


def test_what_a_hidden_dataset_says_of_its_columns_does_not_describe_the_element():
    name, secret = unique("坐标"), unique("机密")
    dataset(department(), elements=[element(name, definition=secret)], **CLASSIFIED)
    open_ = dataset(department(), elements=[element(name)])
    (code,) = codes_of(open_)
    assert shown(code)["definition"] == ""
    dataset(department(), elements=[element(name, definition="经度和纬度", length="20")])
    described = shown(code)
    assert (described["definition"], described["length"]) == ("经度和纬度", "20")
    dataset(department(), elements=[element(name, definition="别的说法")])
    assert shown(code)["definition"] == "经度和纬度"


def test_a_registered_element_shows_without_any_use_and_is_matched_by_standard_code():
    standard = unique("GB32100")
    made = act("govopen_element_create", name=unique("信用代码"), type="C", standard_code=standard)
    assert shown(made["code"])["state"] == "registered"
    use = dataset(department(), elements=[element(unique("代码"), standard_code=standard)])
    assert codes_of(use) == [made["code"]]


def test_a_merged_element_leads_to_its_successor_and_datasets_follow():
    one, other = unique("联系电话"), unique("电话号码")
    first = dataset(department(), elements=[element(one)])
    second = dataset(department(), elements=[element(other)])
    (gone,), (stays,) = codes_of(first), codes_of(second)
    act("govopen_element_merge", id=gone, into=stays)
    assert codes_of(first) == [stays]
    assert shown(gone)["code"] == stays
    assert seen("govopen_element_datasets", id=stays)["count"] == 2
    assert codes_of(dataset(department(), elements=[element(one)])) == [stays]


def test_only_the_authority_edits_the_registry():
    (code,) = codes_of(dataset(department(), elements=[element(unique("名称"))]))
    context = {"user": person("admin", department()), "ignore_auth": False}
    for action, data in {
        "govopen_element_create": {"name": "名称"},
        "govopen_element_update": {"id": code, "name": "名称"},
        "govopen_element_merge": {"id": code, "into": code},
    }.items():
        with pytest.raises(tk.NotAuthorized):
            helpers.call_action(action, context=dict(context), **data)


def test_two_registered_elements_of_one_name_and_type_are_refused():
    name = unique("名称")
    act("govopen_element_create", name=name, type="C")
    assert "name" in refused("govopen_element_create", name=f" {name}", type="字符串型")


def test_eight_processes_naming_the_same_new_elements_make_each_once():
    names = [unique("并发") for _ in range(5)]
    model.Session.remove()
    model.meta.engine.dispose()
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        found = pool.map(_resolve, [names] * PROCESSES)
    assert all(codes == found[0] for codes in found)
    assert len(set(found[0])) == len(names)


def _resolve(names: list[str]) -> list[str]:
    model.meta.engine.dispose(close=False)
    rows = elements.resolve([element(name) for name in names])
    return [row["element_code"] for row in rows]


def test_known_names_cost_no_query():
    rows = [element(unique("列")) for _ in range(3)]
    known = elements.resolve(rows)
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    event.listen(model.meta.engine, "before_cursor_execute", note)
    try:
        assert elements.resolve(rows) == known
    finally:
        event.remove(model.meta.engine, "before_cursor_execute", note)
    assert statements == []


def test_rows_without_a_name_stay_as_they_are():
    assert elements.resolve([{"name": " "}, {"mark": "x"}]) == [{"name": " "}, {"mark": "x"}]


def test_the_list_narrows_by_words_and_type_and_counts_types():
    name = unique("面积")
    dataset(department(), elements=[element(name + "甲", "N"), element(name + "乙", "C")])
    found = seen("govopen_element_list", q=name)
    assert (found["count"], found["types"]) == (2, {"N": 1, "C": 1})
    assert [each["name"] for each in seen("govopen_element_list", q=name, type="N")["results"]] == [
        name + "甲"
    ]
