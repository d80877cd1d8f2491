"""Search through CKAN against a real Solr, one server or a SolrCloud (``SOLR_URL``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories, helpers
from ckanext.govopen.adapters import search, suggest, words

CANARY = "隐形飞艇"
PUBLIC: list[dict[str, Any]] = [
    {"title": "贵阳市公益性图书馆名录", "notes": "名称、地址。", "theme": "15", "org": "wen-lv"},
    {"title": "贵阳市住房公积金缴存网点", "theme": "06", "org": "zhu-jian", "source_views": 900},
    {"title": "贵州省旅行社名录", "theme": "10", "org": "wen-lv", "division_code": "520000",
     "notes": "旅行社的**名称**<script>alert(1)</script>"},
    {"title": "医院科室排班", "theme": "15", "org": "wei-jian", "update_cycle": "daily"},
    {"title": "贵州省PPP项目2015年清单", "theme": "02", "org": "fa-gai"},
    {"title": "旅游星级饭店目录", "theme": "10", "org": "wen-lv", "data_modified": "2021-05-01"},
    {"title": "企业注销信息", "theme": "02", "org": "fa-gai", "industry": "J",
     "elements": [{"name": "统一社会信用代码", "type": "C"}], "data_modified": "2019-03-01"},
    {"title": "公共交通线路", "theme": "04", "org": "zhu-jian",
     "resources": [{"url": "http://a.example/wms", "format": "WMS", "kind": "api"}]},
]  # fmt: skip
DEPARTMENTS = {
    "wen-lv": ("贵阳市文化和旅游局", "520100"),
    "zhu-jian": ("贵阳市住房和城乡建设局", "520100"),
    "wei-jian": ("贵州省卫生健康委员会", "520000"),
    "fa-gai": ("贵州省发展和改革委员会", "520000"),
}


@pytest.fixture(scope="module")
def site(empty_portal) -> Iterator[dict[str, Any]]:
    """Departments, public datasets, an internal one with a canary word, and a member who may
    see it. Yields the member's user name."""
    with empty_portal.app.flask_app.test_request_context():
        member = factories.User()
        for name, (title, division) in DEPARTMENTS.items():
            helpers.call_action(
                "organization_create", _sysadmin(), name=name, title=title, division_code=division,
                users=[{"name": member["name"], "capacity": "member"}] if name == "fa-gai" else [],
            )  # fmt: skip
        for dataset in PUBLIC:
            create(**dataset)
        create(title=f"{CANARY}停放点", notes=CANARY, theme="04", org="fa-gai", grade="internal")
        yield {"member": member["name"]}


def _sysadmin() -> dict[str, Any]:
    return {"user": factories.Sysadmin()["name"], "ignore_auth": True}


def create(org: str, **fields: Any) -> dict[str, Any]:
    given = {
        "notes": fields["title"], "owner_org": org, "open_type": "unconditional",
        "share_type": "unconditional", "update_cycle": "yearly", "status": "published", **fields,
    }  # fmt: skip
    return helpers.call_action("package_create", _sysadmin(), **given)


def reader(name: str = "") -> dict[str, Any]:
    user = model.User.get(name) if name else model.AnonymousUser()
    return {"user": name, "auth_user_obj": user if name else None, "ignore_auth": False}


def found(q: str = "", name: str = "", **params: Any) -> list[str]:
    asked = {"q": q, "include_private": True, "rows": 20, **params}
    answer = tk.get_action("package_search")(reader(name), asked)
    return [dataset["title"] for dataset in answer["results"]]


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("公益性", "贵阳市公益性图书馆名录"),
        ("圖書館", "贵阳市公益性图书馆名录"),
        ("ＰＰＰ", "贵州省PPP项目2015年清单"),
        ("2015", "贵州省PPP项目2015年清单"),
        ("企业 注销", "企业注销信息"),
        ("公积金网点", "贵阳市住房公积金缴存网点"),
        ("宾馆", "旅游星级饭店目录"),
        ("公交", "公共交通线路"),
        ("卫健委", "医院科室排班"),
        ("住建局 公积金", "贵阳市住房公积金缴存网点"),
        ("gongjijin", "贵阳市住房公积金缴存网点"),
        ("lxs", "贵州省旅行社名录"),
        ("公基金", "贵阳市住房公积金缴存网点"),
        ("图书管", "贵阳市公益性图书馆名录"),
        ("请问哪里可以查到医院的排班？", "医院科室排班"),
        ("信用代码", "企业注销信息"),
    ],
)
def test_what_people_type_finds_what_they_mean(site, q: str, first: str):
    assert found(q)[:1] == [first]


def test_a_word_that_datasets_have_finds_those_alone(site):
    assert found("旅行社") == ["贵州省旅行社名录"]


def test_solr_syntax_is_left_as_it_is(site):
    assert found("name:*") != []
    assert found("title:nothing") == []
    assert "qf" not in search.before_search({"q": "title:foo"})
    own = {"q": "foo", "qf": "notes", "defType": "edismax"}
    assert search.before_search(dict(own)) == own


@pytest.mark.parametrize(
    ("pairs", "titles"),
    [
        ([("theme", "10")], {"贵州省旅行社名录", "旅游星级饭店目录"}),
        ([("theme", "10"), ("q", "名录")], {"贵州省旅行社名录", "旅游星级饭店目录"}),
        ([("theme", "06"), ("theme", "04")], {"贵阳市住房公积金缴存网点", "公共交通线路"}),
        ([("department", "fa-gai")], {"贵州省PPP项目2015年清单", "企业注销信息"}),
        ([("industry", "J")], {"企业注销信息"}),
        ([("cycle", "daily")], {"医院科室排班"}),
        ([("api", "1")], {"公共交通线路"}),
        ([("map", "1")], {"公共交通线路"}),
        ([("format", "WMS")], {"公共交通线路"}),
        ([("element", "统一社会信用代码")], {"企业注销信息"}),
        ([("modified_from", "2021-01-01")], {"旅游星级饭店目录"}),
        ([("modified_to", "2019-12-31")], {"企业注销信息"}),
        ([("region", "520100"), ("theme", "15")], {"贵阳市公益性图书馆名录"}),
        ([("grade", "internal")], set()),
    ],
)
def test_combined_conditions_narrow_the_answer(site, pairs, titles: set[str]):
    params, _, problems = search.page_params(pairs, rows=20)
    assert not problems
    answer = tk.get_action("package_search")(reader(), params)
    assert {dataset["title"] for dataset in answer["results"]} == titles
    assert answer["count"] == len(titles)


def test_a_region_includes_the_regions_below_it(site):
    params, _, _ = search.page_params([("region", "520000")], rows=20)
    assert tk.get_action("package_search")(reader(), params)["count"] == len(PUBLIC)


def test_facets_count_what_the_reader_may_see(site):
    params, _, _ = search.page_params([], rows=0)
    counted = {}
    for name in ("", site["member"]):
        answer = tk.get_action("package_search")(reader(name), dict(params))
        items = answer["search_facets"]["theme"]["items"]
        counted[name] = {item["name"]: item["count"] for item in items}["04"]
    assert counted == {"": 1, site["member"]: 2}


def test_sorting_by_use_and_by_date(site):
    assert found(sort="used")[0] == "贵阳市住房公积金缴存网点"
    assert found(sort="newest")[0] == "旅游星级饭店目录"


def test_snippets_are_marked_and_safe(site):
    params, _, _ = search.page_params([("q", "旅行社")], rows=5)
    answer = tk.get_action("package_search")(reader(), params)
    shown = answer["results"][0][search.SNIPPETS]
    assert shown["title"] == "贵州省<mark>旅行社</mark>名录"
    assert "<mark>旅行社</mark>" in shown["notes"]
    assert "<script>" not in shown["notes"]
    assert (
        search.SNIPPETS
        not in tk.get_action("package_search")(reader(), {"q": "旅行社"})["results"][0]
    )


@pytest.mark.parametrize("typed", ["公积", "gongj", "gjj"])
def test_suggestions_name_titles(site, typed: str):
    texts = [item["text"] for item in suggest.suggest_words(reader(), typed)]
    assert "贵阳市住房公积金缴存网点" in texts


def test_suggestions_name_departments_and_elements(site):
    kinds = {item["text"]: item["kind"] for item in suggest.suggest_words(reader(), "信用代码")}
    assert kinds["统一社会信用代码"] == "element"
    kinds = {item["text"]: item["kind"] for item in suggest.suggest_words(reader(), "文化和旅游")}
    assert kinds["贵阳市文化和旅游局"] == "department"


@pytest.mark.parametrize("typed", [CANARY, "yinxing", "yxft", "隐形"])
def test_nothing_hidden_is_suggested(site, typed: str):
    assert all(CANARY not in str(item) for item in suggest.suggest_words(reader(), typed))
    seen = suggest.suggest_words(reader(site["member"]), typed)
    assert any(CANARY in item["text"] for item in seen)


def test_an_answer_says_whether_all_its_words_are_known(site):
    asked = {"ext_highlight": "1", "rows": 1}
    known = {
        q: tk.get_action("package_search")(reader(), {"q": q, **asked})[search.KNOWN]
        for q in ("公积金", "公基金")
    }
    assert known == {"公积金": True, "公基金": False}


def test_did_you_mean_knows_only_what_the_reader_may_see(site):
    assert suggest.did_you_mean(reader(), "公基金 网点") == "公积金 网点"
    assert suggest.did_you_mean(reader(), "隐形飞庭") is None
    assert suggest.did_you_mean(reader(site["member"]), "隐形飞庭") == CANARY


def test_an_internal_dataset_is_found_by_members_alone(site):
    assert found(CANARY) == []
    assert found(CANARY, site["member"]) == [f"{CANARY}停放点"]


def test_an_edited_synonym_file_is_in_force_without_a_restart(site, tmp_path, monkeypatch):
    monkeypatch.setitem(tk.config, "ckanext.govopen.search.words", str(tmp_path))
    monkeypatch.setattr(words, "LOOK_EVERY", 0.0)
    (tmp_path / "ours.yaml").write_text("groups: [[小红楼, 图书馆]]", "utf-8")
    assert found("小红楼") == ["贵阳市公益性图书馆名录"]
    (tmp_path / "ours.yaml").write_text("groups: [[小白楼, 图书馆]]", "utf-8")
    assert found("小白楼") == ["贵阳市公益性图书馆名录"]
    (tmp_path / "ours.yaml").write_text("groups: 错", "utf-8")
    assert found("小白楼") == ["贵阳市公益性图书馆名录"]


def test_the_command_line_checks_words_and_explains_a_query(site, cli, tmp_path, monkeypatch):
    # Another test may have edited the words less than LOOK_EVERY seconds ago.
    monkeypatch.setattr(words, "LOOK_EVERY", 0.0)
    assert "words with synonyms" in cli.invoke(ckan, ["govopen", "search", "check"]).output
    (tmp_path / "mine.yaml").write_text("groups: [[一]]", "utf-8")
    refused = cli.invoke(ckan, ["govopen", "search", "check", str(tmp_path)])
    assert refused.exit_code == 1
    assert "mine.yaml" in refused.output
    explained = cli.invoke(ckan, ["govopen", "search", "explain", "卫健委 医院"]).output
    assert '"卫生健康委员会"' in explained
    assert '"医疗机构"' in explained


def test_a_long_text_in_a_field_does_not_stop_the_index(site):
    long = create(
        title="很长的数据元表", org="fa-gai", theme="02",
        elements=[{"name": f"字段{n}", "type": "C", "definition": "说明" * 50} for n in range(300)],
    )  # fmt: skip
    try:
        assert found("很长的数据元表") == ["很长的数据元表"]
    finally:
        helpers.call_action("package_delete", _sysadmin(), id=long["id"])


@pytest.mark.parametrize("q", ["(", '"', "AND", "a OR", "+", "-", "\\", "[* TO *]", "~1", "^", "!"])
def test_no_sign_that_is_typed_breaks_the_search(site, q: str):
    found(q)
