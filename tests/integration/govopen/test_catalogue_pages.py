"""Pages of the catalogue tree, of data elements, and of catalogues compiled upward."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from ckan import model
from ckan.tests import factories
from ckanext.govopen.adapters import catalogue

from .catalogue_world import CLASSIFIED, act, dataset, department, person, unique

pytestmark = pytest.mark.usefixtures("with_plugins")


class Browser:
    """CKAN's test client with one reader's token."""

    def __init__(self, app: Any, user: str = "") -> None:
        self.app = app
        token = factories.APIToken(user=user)["token"] if user else None
        self.headers = {"Authorization": token} if token else {}

    def get(self, path: str, status: int = 200, **kwargs: Any) -> Any:
        return self.app.get(path, headers=self.headers, status=status, **kwargs)

    def post(self, path: str, status: int = 302, **form: Any) -> Any:
        return self.app.post(
            path, data=form, headers=self.headers, status=status, follow_redirects=False
        )


@pytest.fixture
def owner() -> dict[str, Any]:
    return department()


def code_of(owner: dict[str, Any]) -> str:
    return catalogue.ensure_catalogue(model.Group.get(owner["id"])).code


def test_the_tree_shows_departments_and_the_node_page_classes_and_datasets(
    app: Any, owner: dict[str, Any]
):
    made = dataset(owner)
    anybody = Browser(app)
    assert owner["title"] in anybody.get("/catalogue/").body
    assert owner["title"] in anybody.get("/catalogue").body
    page = anybody.get(f"/catalogue/{code_of(owner)}").body
    assert made["title"] in page
    assert "农业、水利" in page
    assert "改名" not in page
    assert f"/catalogue/{code_of(owner)}/edit" not in page


def test_the_page_of_an_id_leads_to_the_page_of_the_code(app: Any, owner: dict[str, Any]):
    node = act("govopen_node_show", id=code_of(owner))
    answer = app.get(f"/catalogue/{node['id']}", status=301, follow_redirects=False)
    assert answer.headers["Location"].endswith(f"/catalogue/{node['code']}")


def test_a_node_that_is_not_there_is_not_found(app: Any):
    Browser(app).get("/catalogue/000", status=404)


def test_a_hidden_dataset_leaves_no_trace_on_the_pages(app: Any, owner: dict[str, Any]):
    before = _main(Browser(app).get(f"/catalogue/{code_of(owner)}"))
    secret = dataset(owner, title=unique("机密名录"), theme="16", **CLASSIFIED)
    assert _main(Browser(app).get(f"/catalogue/{code_of(owner)}")) == before
    Browser(app).get(f"/catalogue/{secret['subcatalogue']}", status=404)
    assert (
        secret["title"]
        in Browser(app, person("editor", owner)).get(f"/catalogue/{secret['subcatalogue']}").body
    )


def _main(page: Any) -> str:
    """A page without its head, where each answer has another token."""
    return page.body.partition("<main")[2]


def test_an_editor_edits_the_tree_with_plain_forms(app: Any, owner: dict[str, Any]):
    editor, code = Browser(app, person("editor", owner)), code_of(owner)
    assert f"/catalogue/{code}/add" in editor.get(f"/catalogue/{code}").body
    assert 'name="_csrf_token"' in editor.get(f"/catalogue/{code}/add").body
    editor.post(f"/catalogue/{code}/add", kind="theme", title="水利工程")
    editor.post(f"/catalogue/{code}/add", kind="theme", title="水库")
    made = {node["title"]: node["code"] for node in act("govopen_node_list", parent=code)}
    editor.post(f"/catalogue/{made['水库']}/edit", title="水库和水坝", position="3")
    editor.post(f"/catalogue/{made['水库']}/move", parent=made["水利工程"], position="0")
    node = act("govopen_node_show", id=made["水库"])
    assert (node["title"], node["path"][-2]["code"]) == ("水库和水坝", made["水利工程"])
    editor.post(f"/catalogue/{made['水库']}/retire")
    editor.post(f"/catalogue/{made['水库']}/restore")
    editor.post(f"/catalogue/{code}/add", kind="theme", title="大坝")
    other = next(n["code"] for n in act("govopen_node_list", parent=code) if n["title"] == "大坝")
    editor.post(f"/catalogue/{made['水库']}/merge", into=other)
    assert act("govopen_node_show", id=made["水库"])["merged_into"] == other
    answer = editor.get(f"/catalogue/{made['水库']}", status=301, follow_redirects=False)
    assert answer.headers["Location"].endswith(other)


def test_the_catalogue_of_a_department_is_named_and_placed_by_the_department(
    app: Any, owner: dict[str, Any]
):
    admin, code = Browser(app, factories.Sysadmin()["name"]), code_of(owner)
    form = admin.get(f"/catalogue/{code}/edit").body
    assert "改名" not in _text(form)
    assert f"/organization/edit/{owner['name']}" in form
    assert 'type="hidden" name="title"' in form
    admin.post(f"/catalogue/{code}/edit", title=owner["title"], title_en="Waters", position="2")
    assert act("govopen_node_show", id=code)["title_en"] == "Waters"


def _text(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page)


def test_the_address_of_a_merged_class_leads_everybody_to_the_other(
    app: Any, owner: dict[str, Any]
):
    kept = dataset(owner)
    gone = dataset(owner, theme="08")
    act("govopen_node_merge", id=gone["subcatalogue"], into=kept["subcatalogue"])
    path = f"/catalogue/{gone['subcatalogue']}"
    answer = Browser(app).get(path, status=301, follow_redirects=False)
    assert answer.headers["Location"].endswith(kept["subcatalogue"])


def test_a_form_with_a_fault_comes_back_filled_in_with_the_reason(app: Any, owner: dict[str, Any]):
    editor, code = Browser(app, person("editor", owner)), code_of(owner)
    editor.post(f"/catalogue/{code}/add", kind="theme", title="水库", title_en="Dams")
    page = editor.post(f"/catalogue/{code}/add", 200, kind="theme", title="水库", title_en="Dams2")
    assert "请改名或合并" in page.body
    assert 'value="Dams2"' in page.body


def test_forms_are_closed_to_others(app: Any, owner: dict[str, Any]):
    stranger, code = Browser(app, person("editor", department())), code_of(owner)
    for task in ("add", "edit", "merge", "retire"):
        stranger.get(f"/catalogue/{code}/{task}", status=403)
    Browser(app).get("/catalogue/import", status=403)
    Browser(app).get(f"/catalogue/{code}/export", status=403)


def test_the_tree_goes_out_and_in_through_the_browser(app: Any, owner: dict[str, Any]):
    editor, code = Browser(app, person("editor", owner)), code_of(owner)
    file = editor.get(f"/catalogue/{code}/export?format=csv")
    assert file.data.startswith(b"\xef\xbb\xbf")
    row = f",{code},子目录,主题,水库\n,没有,子目录,主题,水坝\n"
    raw = ("代码,上级代码,层级,分类方式,名称\n" + row).encode()
    page = _upload(app, editor, raw)
    assert "没有代码为 没有 的上级" in page
    assert act("govopen_node_list", parent=code) == []
    _upload(app, editor, raw, partial="1")
    assert [node["title"] for node in act("govopen_node_list", parent=code)] == ["水库"]


def _upload(app: Any, browser: Browser, raw: bytes, **form: str) -> str:
    data = {"upload": (BytesIO(raw), "tree.csv"), **form}
    return app.post(
        "/catalogue/import", data=data, headers=browser.headers, status=200,
        content_type="multipart/form-data",
    ).body  # fmt: skip


def test_an_element_is_a_page_and_json_with_the_datasets_that_carry_it(
    app: Any, owner: dict[str, Any]
):
    name = unique("社会信用代码")
    made = dataset(owner, elements=[{"name": name, "type": "C", "definition": "代码的定义"}])
    code = act("package_show", id=made["id"])["elements"][0]["element_code"]
    assert name in Browser(app).get(f"/element/?q={name}").body
    page = Browser(app).get(f"/element/{code}").body
    assert name in page
    assert "代码的定义" in page
    assert made["title"] in page
    described = Browser(app).get(f"/element/{code}.json").json
    assert described["iri"].endswith(f"/element/{code}")
    found = app.get(described["datasets_url"].replace("http://test.ckan.net", "")).json
    assert [each["id"] for each in found["result"]["results"]] == [made["id"]]


def test_the_authority_registers_edits_and_merges_elements_with_forms(app: Any):
    admin = Browser(app, factories.Sysadmin()["name"])
    one, other = unique("项目"), unique("工程")
    admin.post("/element/new", name=one, type="C", state="registered", sensitivity="none")
    admin.post("/element/new", name=other, type="C", state="registered", sensitivity="none")
    codes = [act("govopen_element_list", q=name)["results"][0]["code"] for name in (one, other)]
    admin.post(
        f"/element/{codes[0]}/edit", name=one, type="C", definition="说明", state="registered"
    )
    assert "说明" in Browser(app).get(f"/element/{codes[0]}").body
    admin.post(f"/element/{codes[0]}/merge", into=codes[1])
    answer = app.get(f"/element/{codes[0]}", status=301, follow_redirects=False)
    assert answer.headers["Location"].endswith(codes[1])
    Browser(app, person("editor", department())).get(f"/element/{codes[1]}/edit", status=403)


@pytest.mark.parametrize("path", ["/catalogue/", "/element/", "/en/catalogue/", "/en/element/"])
def test_the_lists_answer_in_both_languages(app: Any, owner: dict[str, Any], path: str):
    dataset(owner, elements=[{"name": unique("库容"), "type": "N"}])
    Browser(app).get(path)
