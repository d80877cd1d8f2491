"""The page of a dataset's provenance: what it says, to whom, and what its forms do."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckan.tests import factories
from ckanext.prov.adapters import validating
from govopen_common.problem import Problem
from selectolax.lexbor import LexborHTMLParser as Tree

from .prov_world import act, dataset, department, has_plugin, person, told, unique, upload

pytestmark = pytest.mark.usefixtures("with_plugins")


class Visitor:
    """CKAN's test client with one reader's token; pages come as trees."""

    def __init__(self, app: Any, user: str = "") -> None:
        self.app = app
        token = factories.APIToken(user=user)["token"] if user else None
        self.headers = {"Accept": "text/html"} | ({"Authorization": token} if token else {})

    def text(self, path: str, status: int = 200) -> str:
        return str(self.app.get(path, headers=self.headers, status=status).body)

    def see(self, path: str, status: int = 200) -> Tree:
        return Tree(self.text(path, status))

    def send(self, path: str, status: int, **fields: str) -> Tree:
        answer = self.app.post(
            path, data=fields, headers=self.headers, status=status, follow_redirects=False
        )
        return Tree(str(answer.body))


def words(tree: Tree, css: str) -> str:
    return " ".join(" ".join(node.text() for node in tree.css(css)).split())


@pytest.fixture
def owner() -> dict[str, Any]:
    return department("统计局")


@pytest.fixture
def editor(owner: dict[str, Any]) -> str:
    return person("editor", owner)


INTERNAL = {"grade": "internal", "open_type": "none", "no_open_basis": "内部使用"}
CLASSIFIED = {
    "grade": "classified", "share_type": "none", "no_share_basis": "《保守国家秘密法》第九条",
    "open_type": "none", "no_open_basis": "《保守国家秘密法》第九条",
}  # fmt: skip


def hidden_dataset(
    owner: dict[str, Any], title: str, grade: dict[str, str] = CLASSIFIED
) -> dict[str, Any]:
    """A dataset that only the department's editors see, or that the public does not."""
    return dataset(owner, title=title, **(grade if has_plugin("govopen") else {"private": True}))


def page(made: dict[str, Any], lang: str = "", query: str = "") -> str:
    return f"{lang}/dataset/{made['name']}/provenance{query}"


def test_a_dataset_page_leads_to_its_provenance_and_back(app: Any, owner: dict[str, Any]):
    made = dataset(owner)
    links = [a.attributes["href"] for a in Visitor(app).see(f"/dataset/{made['name']}").css("a")]
    assert page(made) in links
    back = [a.attributes["href"] for a in Visitor(app).see(page(made)).css("a")]
    assert f"/dataset/{made['name']}" in back


def test_the_timeline_tells_each_entry_in_the_readers_language(
    app: Any, owner: dict[str, Any], editor: str
):
    made = dataset(owner)
    act("resource_create", editor, package_id=made["id"], name="名录表", upload=upload("a\n1\n"))
    chinese = words(Visitor(app).see(page(made)), ".prov-moment")
    assert f"{owner['title']}（自动） 创建了数据集" in chinese
    assert f"{owner['title']}（编辑） 上传了“名录表”的文件" in chinese
    english = Visitor(app).see(page(made, "/en"))
    assert f"{owner['title']} (editor) uploaded the file" in words(english, ".prov-moment")
    assert len(english.css(".prov-moment")) == len(told(made["id"]))


def test_filters_are_in_the_address_and_narrow_the_timeline(
    app: Any, owner: dict[str, Any], editor: str
):
    made = dataset(owner)
    kept = act("resource_create", editor, package_id=made["id"], name="甲", upload=upload("a\n"))
    act("resource_create", package_id=made["id"], name="乙", url="https://a.example/b")
    reader = Visitor(app)

    def found(query: str) -> str:
        return words(reader.see(page(made, query=query)), ".prov-moment")

    assert "上传了“甲”" in found(f"?file={kept['id']}")
    assert "乙" not in found(f"?file={kept['id']}")
    assert "创建了数据集" not in found("?kind=file")
    assert "生成了" in found("?kind=version")
    assert "（编辑）" in found("?agent=person")
    assert "（自动）" not in found("?agent=person")
    assert found("?until=2020-01-01") == ""
    assert "创建了数据集" in found("?since=2020-01-01")
    form = reader.see(page(made, query="?kind=file"))
    assert form.css_first("#prov-kind option[selected]").attributes["value"] == "file"


def test_a_day_that_is_none_is_said_at_the_field_and_hides_nothing(app: Any, owner: dict[str, Any]):
    made = dataset(owner)
    seen = Visitor(app).see(page(made, query="?since=yesterday"))
    assert "2026-03-02" in words(seen, "#prov-since-fault")
    assert seen.css_first("#prov-since").attributes["aria-invalid"] == "true"
    assert seen.css(".prov-moment")


def test_a_long_timeline_has_pages_that_keep_the_filter(app: Any, owner: dict[str, Any]):
    made = dataset(owner)
    for number in range(22):
        act("package_patch", id=made["id"], notes=f"第 {number} 次")
    first = Visitor(app).see(page(made, query="?kind=dataset"))
    assert len(first.css(".prov-moment")) == 20
    older = first.css_first(".prov-pages a[rel=next]").attributes["href"]
    assert "kind=dataset" in older
    second = Visitor(app).see(older.partition("#")[0])
    assert 0 < len(second.css(".prov-moment")) < 20
    assert "创建了数据集" in words(second, ".prov-moment")


def test_the_page_links_six_forms_that_are_there(app: Any, owner: dict[str, Any]):
    made = dataset(owner)
    seen = Visitor(app).see(page(made))
    links = [str(a.attributes["href"]) for a in seen.css(".prov-downloads a")]
    assert len(links) == 6
    for link in links:
        Visitor(app).text(link)


def test_the_table_and_the_statement_name_the_same_things(app: Any, owner: dict[str, Any]):
    made = dataset(owner)
    seen = Visitor(app).see(page(made))
    source = seen.css_first("[data-prov-graph]").attributes["data-prov-graph"]
    statement = Visitor(app).text(str(source))
    rows = seen.css("#prov-table tr[data-iri]")
    assert len(rows) > 4
    assert all(f'"{row.attributes["data-iri"]}"' in statement for row in rows)


@pytest.mark.parametrize("grade", [INTERNAL, CLASSIFIED], ids=["internal", "classified"])
def test_a_hidden_source_is_said_without_its_name(
    app: Any, owner: dict[str, Any], editor: str, grade: dict[str, str]
):
    canary = unique("金丝雀")
    made, secret = dataset(owner), hidden_dataset(owner, canary, grade)
    act("prov_derivation_create", editor, id=made["id"], source=secret["id"], note="汇总")
    outsiders = [""]
    if grade is CLASSIFIED:
        outsiders += [person("editor", department()), person("member", owner), person()]
    for user in outsiders:
        for path in (page(made), page(made, "/en")):
            text = Visitor(app, user).text(path)
            assert not {one for one in (canary, secret["id"], secret["name"]) if one in text}
        assert "本数据集还来自未公开的数据" in Visitor(app, user).text(page(made))
        moments = words(Visitor(app, user).see(page(made)), ".prov-moment")
        assert "声明数据集来自未公开的数据集" in moments
    assert canary in Visitor(app, editor).text(page(made))


def test_a_hidden_dataset_made_from_a_public_one_is_not_told_of(
    app: Any, owner: dict[str, Any], editor: str
):
    canary = unique("金丝雀")
    made, secret = dataset(owner), hidden_dataset(owner, canary)
    act("prov_derivation_create", editor, id=secret["id"], source=made["id"])
    assert canary not in Visitor(app).text(page(made))
    assert secret["name"] not in Visitor(app).text(page(made))


def test_a_hidden_dataset_has_no_page_for_those_who_may_not_see_it(
    app: Any, owner: dict[str, Any], editor: str
):
    secret = hidden_dataset(owner, unique("金丝雀"))
    act("prov_version_create", editor, id=secret["id"], label="9.9")
    paths = [page(secret), f"/dataset/{secret['name']}/version/9.9",
             f"/dataset/{secret['name']}/versions/compare?before=9.9"]  # fmt: skip
    for path in paths:
        Visitor(app).text(path, status=404)
        Visitor(app, editor).text(path)


def test_names_of_people_do_not_show(app: Any, owner: dict[str, Any], editor: str):
    user = model.User.get(editor)
    user.fullname = unique("张金丝雀")
    model.Session.commit()
    made = dataset(owner)
    act("package_patch", editor, id=made["id"], notes="另一段摘要")
    assert user.fullname not in Visitor(app).text(page(made))
    assert user.name not in Visitor(app).text(page(made))


@pytest.mark.ckan_config("ckanext.prov.names", "people")
def test_names_of_people_show_when_settings_allow(app: Any, owner: dict[str, Any], editor: str):
    user = model.User.get(editor)
    user.fullname = unique("张先生")
    model.Session.commit()
    made = dataset(owner)
    act("package_patch", editor, id=made["id"], notes="另一段摘要")
    assert f"{owner['title']} {user.fullname} 修改了数据集" in Visitor(app).text(page(made))


def test_what_people_write_is_shown_as_text(app: Any, owner: dict[str, Any], editor: str):
    nasty = "<script>alert(1)</script>"
    made = dataset(owner, title=unique(nasty))
    act("resource_create", package_id=made["id"], name=nasty, url="https://a.example/x")
    act("prov_version_create", editor, id=made["id"], label="5", note=nasty)
    for path in (page(made), f"/dataset/{made['name']}/version/5",
                 f"/dataset/{made['name']}/versions/compare?before=5&after="):  # fmt: skip
        seen = Visitor(app).see(path)
        assert not [one for one in seen.css("script") if "alert(1)" in one.text()]


def test_forms_are_for_editors_and_carry_a_token(app: Any, owner: dict[str, Any], editor: str):
    made = dataset(owner)
    assert not Visitor(app).see(page(made)).css("main form[method=post]")
    forms = Visitor(app, editor).see(page(made)).css(".prov-form[method=post]")
    assert len(forms) == 3
    assert all(form.css("input[name=_csrf_token]") for form in forms)
    restore = Visitor(app, editor).see(f"/dataset/{made['name']}/version/1/restore")
    assert restore.css("form[method=post] input[name=_csrf_token]")


def test_others_may_not_send_the_forms(app: Any, owner: dict[str, Any]):
    made = dataset(owner)
    stranger = Visitor(app, person("editor", department()))
    before = told(made["id"])
    paths = ("version", "derivation", "check")
    for path in (*(f"provenance/{name}" for name in paths), "version/1/restore"):
        stranger.send(f"/dataset/{made['name']}/{path}", 403, label="7", source=made["id"])
        Visitor(app).send(f"/dataset/{made['name']}/{path}", 403, label="7", source=made["id"])
    assert told(made["id"]) == before


def test_an_editor_makes_a_version_and_sees_it(app: Any, owner: dict[str, Any], editor: str):
    made = dataset(owner)
    clerk = Visitor(app, editor)
    clerk.send(f"/dataset/{made['name']}/provenance/version", 302, label="2.0", note="核减重复")
    row = words(clerk.see(page(made)), "#versions tbody tr")
    assert "2.0" in row
    assert "核减重复" in row
    assert "（编辑）" in row


def test_an_editor_has_the_statements_checked(
    app: Any, owner: dict[str, Any], editor: str, monkeypatch: pytest.MonkeyPatch
):
    made = dataset(owner)
    clerk, before = Visitor(app, editor), told(made["id"])
    path = f"/dataset/{made['name']}/provenance/check"
    asked: list[str] = []
    problem = Problem("urn:x", "cycle", "派生关系成环", "the derivation is a circle")
    monkeypatch.setattr(validating, "dataset", lambda one, _: asked.append(one) or [problem])
    said = words(clerk.send(path, 200), "#check [role=alert]")
    assert "派生关系成环" in said
    monkeypatch.setattr(validating, "dataset", lambda one, _: asked.append(one) or [])
    assert words(clerk.send(path, 200), "#check [role=status]")
    assert asked == [made["id"]] * 2
    assert told(made["id"]) == before


def test_the_check_of_a_real_dataset_is_told(app: Any, owner: dict[str, Any], editor: str):
    made = dataset(owner)
    said = Visitor(app, editor).send(f"/dataset/{made['name']}/provenance/check", 200)
    assert said.css("#check .prov-notice")


@pytest.mark.parametrize("label", ["1", "a b", "", "x" * 41, "-"])
def test_a_label_that_cannot_be_is_refused_at_its_field(
    app: Any, owner: dict[str, Any], editor: str, label: str
):
    made = dataset(owner)
    before = told(made["id"])
    path = f"/dataset/{made['name']}/provenance/version"
    seen = Visitor(app, editor).send(path, 422, label=label, note="留着")
    assert words(seen, "#prov-label-fault")
    assert seen.css_first("#prov-label").attributes["aria-invalid"] == "true"
    assert words(seen, "#prov-note") == "留着"
    assert told(made["id"]) == before


def test_an_editor_declares_a_source_by_its_address_and_takes_it_back(
    app: Any, owner: dict[str, Any], editor: str
):
    made, source = dataset(owner), dataset(owner)
    clerk = Visitor(app, editor)
    site = "http://test.ckan.net"
    path = f"/dataset/{made['name']}/provenance/derivation"
    clerk.send(path, 302, source=f"{site}/dataset/{source['name']}", note="抽取")
    seen = clerk.see(page(made))
    assert source["title"] in words(seen, "#origins")
    assert made["title"] in words(Visitor(app).see(page(source)), "#origins")
    undo = seen.css_first(".prov-origins form").attributes["action"]
    clerk.send(str(undo), 302)
    after = clerk.see(page(made))
    assert source["title"] not in words(after, "#origins")
    assert "撤销了“数据集来自" in words(after, ".prov-moment")


def test_a_file_is_declared_to_be_made_from_another(app: Any, owner: dict[str, Any], editor: str):
    made = dataset(owner)
    sheet = act("resource_create", package_id=made["id"], name="表.xlsx", url="https://a.example/x")
    plain = act("resource_create", package_id=made["id"], name="表.csv", url="https://a.example/c")
    clerk = Visitor(app, editor)
    path = f"/dataset/{made['name']}/provenance/derivation"
    clerk.send(path, 302, resource_id=plain["id"], source=sheet["id"])
    assert "文件“表.csv”来自 表.xlsx" in words(Visitor(app).see(page(made)), "#origins li")
    circle = clerk.send(path, 422, resource_id=sheet["id"], source=plain["id"])
    assert "不能成环" in words(circle, "#prov-source-fault")
    assert "circle" in words(circle, "#prov-source-fault")


def test_a_source_that_is_hidden_is_refused_like_one_that_is_not_there(
    app: Any, owner: dict[str, Any], editor: str
):
    made, secret = dataset(owner), hidden_dataset(department(), unique("金丝雀"))
    clerk = Visitor(app, editor)
    path = f"/dataset/{made['name']}/provenance/derivation"
    faults = [
        words(clerk.send(path, 422, source=given), "#prov-source-fault").replace(given, "X")
        for given in (secret["id"], "no-such-dataset")
    ]
    assert faults[0] == faults[1]
    assert faults[0]
    assert clerk.send(path, 422, source="").css("#prov-source-fault")
    assert clerk.send(path, 422, source="javascript:alert(1)").css("#prov-source-fault")


def test_a_version_shows_the_dataset_as_it_was(app: Any, owner: dict[str, Any], editor: str):
    made = dataset(owner, notes="当初的摘要")
    act("prov_version_create", editor, id=made["id"], label="1.5")
    act("package_patch", id=made["id"], notes="后来的摘要")
    shown = words(Visitor(app).see(f"/dataset/{made['name']}/version/1.5"), ".prov-fields")
    assert "当初的摘要" in shown
    assert "后来的摘要" not in shown
    Visitor(app).text(f"/dataset/{made['name']}/version/8.8", status=404)


def test_two_versions_stand_side_by_side(app: Any, owner: dict[str, Any], editor: str):
    made = dataset(owner, notes="当初的摘要")
    act("prov_version_create", editor, id=made["id"], label="1.5")
    act("package_patch", id=made["id"], notes="后来的摘要")
    act("prov_version_create", editor, id=made["id"], label="2.0")
    path = f"/dataset/{made['name']}/versions/compare"
    seen = Visitor(app).see(f"{path}?before=1.5&after=2.0")
    assert words(seen, "del") == "当初的摘要"
    assert words(seen, "ins") == "后来的摘要"
    same = Visitor(app).see(f"{path}?before=2.0")
    assert "没有差别" in words(same, ".prov-empty")
    for query in ("", "?before=zz", "?before=1.5&after=zz"):
        Visitor(app).text(path + query, status=404)


@pytest.mark.ckan_config("ckanext.prov.keep_files", True)
def test_rows_of_kept_tables_are_compared_and_the_old_file_is_downloaded(
    app: Any, owner: dict[str, Any], editor: str
):
    made = dataset(owner)
    kept = act("resource_create", package_id=made["id"], name="表", format="CSV",
               upload=upload("名称,数\n甲,1\n乙,2\n"))  # fmt: skip
    act("prov_version_create", editor, id=made["id"], label="1.5")
    act("resource_patch", id=kept["id"], upload=upload("名称,数\n甲,1\n丙,3\n"))
    seen = Visitor(app).see(f"/dataset/{made['name']}/versions/compare?before=1.5")
    text = words(seen, ".prov-file")
    assert "新增 1 行，删去 1 行" in text
    assert "丙" in text
    link = Visitor(app).see(f"/dataset/{made['name']}/version/1.5").css_first(".prov-origins a")
    assert "乙,2" in Visitor(app).text(str(link.attributes["href"]))


def test_an_editor_restores_a_version_after_being_asked(
    app: Any, owner: dict[str, Any], editor: str
):
    made = dataset(owner, notes="当初的摘要")
    act("prov_version_create", editor, id=made["id"], label="1.5")
    act("package_patch", id=made["id"], notes="后来的摘要")
    clerk, path = Visitor(app, editor), f"/dataset/{made['name']}/version/1.5/restore"
    clerk.see(path)
    assert act("package_show", id=made["id"])["notes"] == "后来的摘要"
    clerk.send(path, 302)
    assert act("package_show", id=made["id"])["notes"] == "当初的摘要"


def test_a_file_has_a_page_of_its_own(app: Any, owner: dict[str, Any]):
    made = dataset(owner)
    one = act("resource_create", package_id=made["id"], name="甲表", upload=upload("a\n1\n"))
    act("resource_create", package_id=made["id"], name="乙表", upload=upload("b\n2\n"))
    path = f"/dataset/{made['name']}/resource/{one['id']}/provenance"
    seen = Visitor(app).see(path)
    assert "甲表" in words(seen, ".prov-title")
    assert "甲表" in words(seen, ".prov-moment")
    assert "乙表" not in words(seen, ".prov-moment")
