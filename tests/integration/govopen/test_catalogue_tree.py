"""The tree edited through the API: who may, what is refused, what happens to the datasets."""

from __future__ import annotations

import base64
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import helpers
from ckanext.govopen.adapters import catalogue, reindex

from .catalogue_world import (
    CLASSIFIED,
    act,
    dataset,
    department,
    home_of,
    person,
    refused,
    seen,
    unique,
)

pytestmark = pytest.mark.usefixtures("with_plugins")


@pytest.fixture
def owner() -> dict[str, Any]:
    return department()


def own_catalogue(owner: dict[str, Any]) -> dict[str, Any]:
    node = catalogue.ensure_catalogue(model.Group.get(owner["id"]))
    return act("govopen_node_show", id=node.id)


def add_class(owner: dict[str, Any], title: str, user: str = "", **fields: Any) -> dict[str, Any]:
    given = {"level": "subcatalogue", "scheme": "theme", "parent": own_catalogue(owner)["code"]}
    return act("govopen_node_create", user, title=title, **{**given, **fields})


def found_in(node: dict[str, Any]) -> int:
    return seen("package_search", fq=f'catalogue_path:"{node["id"]}"', rows=0)["count"]


def test_an_editor_adds_renames_and_retires_a_class_of_the_own_catalogue(owner: dict[str, Any]):
    editor = person("editor", owner)
    made = add_class(owner, "水利工程", editor)
    assert made["code"].startswith(own_catalogue(owner)["code"])
    renamed = act("govopen_node_update", editor, id=made["code"], title="水利设施")
    assert (renamed["title"], renamed["code"]) == ("水利设施", made["code"])
    assert act("govopen_node_retire", editor, id=made["code"])["state"] == "retired"
    assert act("govopen_node_restore", editor, id=made["code"])["state"] == "active"


@pytest.mark.parametrize("role", ["member", "other", "anonymous"])
def test_nobody_else_edits_the_tree(owner: dict[str, Any], role: str):
    people = {
        "member": lambda: person("member", owner),
        "other": lambda: person("editor", department()),
    }
    user = people.get(role, lambda: "")()
    context = {"user": user, "ignore_auth": False}
    place = own_catalogue(owner)["code"]
    for action, data in {
        "govopen_node_create": {
            "parent": place,
            "title": "类",
            "level": "subcatalogue",
            "scheme": "theme",
        },
        "govopen_node_update": {"id": place, "title": "类"},
        "govopen_node_move": {"id": place},
        "govopen_node_merge": {"id": place, "into": place},
        "govopen_node_retire": {"id": place},
        "govopen_node_export": {"id": place},
    }.items():
        with pytest.raises(tk.NotAuthorized):
            helpers.call_action(action, context=context, **data)


def test_an_editor_does_not_move_a_class_into_another_catalogue(owner: dict[str, Any]):
    editor = person("editor", owner)
    made = add_class(owner, "水利工程", editor)
    with pytest.raises(tk.NotAuthorized):
        act(
            "govopen_node_move", editor, id=made["code"], parent=own_catalogue(department())["code"]
        )


def test_two_classes_of_one_name_are_refused_side_by_side(owner: dict[str, Any]):
    add_class(owner, "水利工程")
    parent = own_catalogue(owner)["code"]
    error = refused(
        "govopen_node_create", title="水利工程", level="subcatalogue", scheme="theme", parent=parent
    )
    assert "title" in error


def test_a_class_with_a_dataset_is_not_retired_and_the_message_says_what_to_do(
    owner: dict[str, Any],
):
    made = dataset(owner)
    error = refused("govopen_node_retire", id=made["subcatalogue"])
    assert "移到其他子目录" in error["id"][0]


def test_a_class_with_classes_below_is_not_retired(owner: dict[str, Any]):
    upper = add_class(owner, "水利工程")
    add_class(owner, "水库", parent=upper["code"])
    assert "id" in refused("govopen_node_retire", id=upper["code"])


def test_a_node_is_not_moved_below_itself(owner: dict[str, Any]):
    upper = add_class(owner, "水利工程")
    lower = add_class(owner, "水库", parent=upper["code"])
    assert "parent" in refused("govopen_node_move", id=upper["code"], parent=lower["code"])


def test_moved_classes_take_their_datasets_along_in_the_index(owner: dict[str, Any]):
    upper = add_class(owner, "水利工程")
    lower = add_class(owner, "水库")
    made = dataset(owner, subcatalogue=lower["code"])
    assert found_in(upper) == 0
    act("govopen_node_move", id=lower["code"], parent=upper["code"])
    assert found_in(upper) == 1
    after = act("package_show", id=made["id"])
    assert (after["res_code"], after["subcatalogue"]) == (made["res_code"], lower["code"])


def test_merged_classes_give_their_datasets_to_the_other_and_codes_stay(owner: dict[str, Any]):
    old, new = add_class(owner, "水库"), add_class(owner, "水库和水坝")
    made = dataset(owner, subcatalogue=old["code"])
    act("govopen_node_merge", id=old["code"], into=new["code"])
    after = act("package_show", id=made["id"])
    assert (after["subcatalogue"], after["res_code"]) == (new["code"], made["res_code"])
    assert found_in(new) == 1
    gone = act("govopen_node_show", id=old["code"])
    assert (gone["state"], gone["merged_into"]) == ("retired", new["code"])
    assert dataset(owner, subcatalogue=old["code"])["subcatalogue"] == new["code"]


def test_merged_departments_classes_of_one_theme_become_one(owner: dict[str, Any]):
    other = department()
    made, kept = dataset(owner), dataset(other)
    act("govopen_node_merge", id=own_catalogue(owner)["code"], into=own_catalogue(other)["code"])
    assert act("package_show", id=made["id"])["subcatalogue"] == kept["subcatalogue"]
    assert dataset(owner)["subcatalogue"] == kept["subcatalogue"], "new ones go there too"


def test_many_datasets_follow_in_a_job(owner: dict[str, Any], monkeypatch: pytest.MonkeyPatch):
    jobs: list[Any] = []
    monkeypatch.setattr(reindex, "AT_ONCE", 1)
    monkeypatch.setattr(tk, "enqueue_job", lambda *args, **kwargs: jobs.append(args))
    old, new = add_class(owner, "水库"), add_class(owner, "水坝")
    made = [dataset(owner, subcatalogue=old["code"])["id"] for _ in range(2)]
    act("govopen_node_merge", id=old["code"], into=new["code"])
    ((work, arguments),) = jobs
    assert found_in(new) == 0
    work(*arguments)
    assert sorted(arguments[0]) == sorted(made)
    assert found_in(new) == 2


def test_the_catalogue_follows_its_department(owner: dict[str, Any]):
    made = dataset(owner)
    title = unique("水务和海绵城市局")
    act("organization_patch", id=owner["id"], title=title, division_code="520300")
    node = own_catalogue(owner)
    assert (node["title"], node["path"][-2]["division_code"]) == (title, "520300")
    assert found_in(node["path"][-2]) >= 1
    assert act("package_show", id=made["id"])["res_code"] == made["res_code"]


def test_a_departments_catalogue_is_renamed_with_the_department_only(owner: dict[str, Any]):
    node = own_catalogue(owner)
    assert "title" in refused("govopen_node_update", id=node["code"], title="别的名称")
    assert "parent" in refused("govopen_node_move", id=node["code"], parent=node["path"][0]["code"])


def test_a_bureau_of_a_county_stands_in_the_county_though_its_parent_is_the_citys():
    city = department("市水务局", division_code="520100")
    county = department("区水务局", division_code="520115", parent_org=city["name"])
    inside = department("水库管理所", division_code="520100", parent_org=city["name"])
    assert own_catalogue(county)["path"][-2]["division_code"] == "520115"
    assert own_catalogue(inside)["path"][-2]["org_id"] == city["id"]


def test_the_catalogue_of_a_deleted_department_is_retired(owner: dict[str, Any]):
    code = own_catalogue(owner)["code"]
    act("organization_delete", id=owner["id"])
    assert act("govopen_node_show", id=code)["state"] == "retired"


def test_counts_are_those_of_the_reader(owner: dict[str, Any]):
    dataset(owner)
    dataset(owner, **CLASSIFIED)
    dataset(owner, grade="internal")
    code = own_catalogue(owner)["code"]
    official, editor = person("member", department()), person("editor", owner)
    for user, count in {"": 1, official: 2, editor: 3}.items():
        assert seen("govopen_node_show", user, id=code)["dataset_count"] == count


def test_a_class_with_hidden_datasets_only_shows_to_those_who_see_them(owner: dict[str, Any]):
    hidden = dataset(owner, theme="16", **CLASSIFIED)["subcatalogue"]
    parent, stranger = own_catalogue(owner)["code"], person("editor", department())
    for user in ("", stranger):
        with pytest.raises(tk.ObjectNotFound):
            seen("govopen_node_show", user, id=hidden)
        assert seen("govopen_node_list", user, parent=parent) == []
        assert seen("govopen_node_tree", user, id=parent) == []
    assert home_of({"subcatalogue": hidden}, person("editor", owner))["dataset_count"] == 1


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_an_exported_tree_is_imported_unchanged(owner: dict[str, Any], format_: str):
    add_class(owner, "=水库")
    file = act("govopen_node_export", id=own_catalogue(owner)["code"], format=format_)
    report = act("govopen_node_import", upload=file["content"])
    assert report == {"changed": 0, "stored": True, "problems": []}


def sheet(*rows: str) -> str:
    text = "\n".join(["代码,上级代码,层级,分类方式,名称", *rows])
    return base64.b64encode(text.encode("gb18030")).decode()


def test_a_sheet_adds_renames_and_moves(owner: dict[str, Any]):
    code = own_catalogue(owner)["code"]
    old = add_class(owner, "水库")["code"]
    upper = unique("A")
    report = act(
        "govopen_node_import",
        upload=sheet(
            f"{upper},{code},子目录,主题,水利工程",
            f"{old},{upper},子目录,主题,水库和水坝",
            f",{code},子目录,行业,供水",
        ),
    )
    assert report == {"changed": 3, "stored": True, "problems": []}
    moved = act("govopen_node_show", id=old)
    assert (moved["title"], moved["path"][-2]["code"]) == ("水库和水坝", upper)


def test_one_wrong_row_stops_the_sheet_unless_the_rest_is_wanted(owner: dict[str, Any]):
    code = own_catalogue(owner)["code"]
    content = sheet(f",{code},子目录,主题,水库", ",不存在,子目录,主题,水坝")
    report = act("govopen_node_import", upload=content)
    assert (report["stored"], report["problems"][0]["row"]) == (False, 3)
    assert act("govopen_node_list", parent=code) == []
    assert act("govopen_node_import", upload=content, partial=True)["changed"] == 1
    assert [node["title"] for node in act("govopen_node_list", parent=code)] == ["水库"]


def test_an_editors_sheet_does_not_reach_other_catalogues(owner: dict[str, Any]):
    editor, other = person("editor", owner), own_catalogue(department())["code"]
    mine = own_catalogue(owner)["code"]
    content = sheet(f",{mine},子目录,主题,水库", f",{other},子目录,主题,水坝")
    report = act("govopen_node_import", editor, upload=content, partial=True)
    assert (report["stored"], report["changed"]) == (False, 0)
    assert report["problems"][0]["code"] == "not_allowed"


@pytest.mark.parametrize(
    "raw", [b"", b"PK\x03\x04broken", "名字\n甲".encode(), bytes(range(128, 256)) * 4]
)
def test_a_file_that_is_no_tree_is_refused_with_a_reason(raw: bytes):
    content = base64.b64encode(raw or b"\n").decode()
    assert "upload" in refused("govopen_node_import", upload=content)
