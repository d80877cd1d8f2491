"""The portal's pages as readers get them: counts by permission, escaping, previews, languages."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from stdnum.cn import uscc
from werkzeug.datastructures import FileStorage

from .catalogue_world import CLASSIFIED, act, dataset, department, person, unique

pytestmark = pytest.mark.usefixtures("with_plugins")

SEARCH_PAGE_SQL = 30
NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class Reader:
    """CKAN's test client with one reader's token, reading pages as trees."""

    def __init__(self, app: Any, user: str = "") -> None:
        self.app = app
        token = factories.APIToken(user=user)["token"] if user else None
        self.headers = {"Authorization": token} if token else {}

    def get(self, path: str, status: int = 200) -> HTMLParser:
        return HTMLParser(self.text(path, status))

    def text(self, path: str, status: int = 200) -> str:
        return str(self.app.get(path, headers=self.headers, status=status).body)

    def count(self, path: str) -> int:
        return int(words(self.get(path), ".go-resultbar strong").replace(",", ""))


def words(page: HTMLParser, css: str) -> str:
    node = page.css_first(css)
    assert node is not None, f"{css} is not on the page"
    return node.text(strip=True)


def rows(page: HTMLParser) -> dict[str, str]:
    """The rows of the catalogue record: label and value."""
    found = {}
    for row in page.css(".go-meta > div"):
        label, value = row.css_first("dt"), row.css_first("dd")
        assert label is not None
        assert value is not None
        found[label.text(strip=True)] = value.text(strip=True)
    return found


@contextmanager
def statements() -> Iterator[list[str]]:
    """SQL statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    sa.event.listen(model.meta.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(model.meta.engine, "before_cursor_execute", note)


def upload(pkg: dict[str, Any], name: str, format: str, content: bytes) -> dict[str, Any]:
    file = FileStorage(io.BytesIO(content), name)
    return act("resource_create", package_id=pkg["id"], name=name, format=format, kind="file",
               url=name, upload=file)  # fmt: skip


@pytest.fixture
def owner() -> dict[str, Any]:
    return department()


def test_home_counts_what_the_reader_may_see(app: Any, owner: dict[str, Any]):
    def datasets(reader: Reader) -> int:
        return int(words(reader.get("/"), ".go-figures strong").replace(",", ""))

    anybody, member = Reader(app), Reader(app, person("member", owner))
    before = datasets(anybody), datasets(member)
    dataset(owner)
    dataset(owner, grade="internal", open_type="none", no_open_basis="内部使用")
    assert datasets(anybody) == before[0] + 1
    assert datasets(member) == before[1] + 2


def test_home_lists_departments_and_themes_of_visible_datasets_only(
    app: Any, owner: dict[str, Any]
):
    dataset(owner, theme="16", **CLASSIFIED)
    page = Reader(app).text("/")
    assert owner["title"] not in page
    assert "theme=16" not in page


def test_the_search_page_combines_conditions(app: Any, owner: dict[str, Any]):
    mark = unique("灌区")
    dataset(owner, title=f"{mark}名录", pub_date="2023-05-01", industry="N")
    dataset(owner, title=f"{mark}水位", theme="06", update_cycle="daily", pub_date="2024-05-01")
    reader = Reader(app)
    assert reader.count(f"/dataset/?q={mark}") == 2
    assert reader.count(f"/dataset/?q={mark}&theme=06&cycle=daily") == 1
    assert reader.count(f"/dataset/?q={mark}&theme=06&theme=07") == 2
    assert reader.count(f"/dataset/?q={mark}&published_from=2024-01-01") == 1
    assert reader.count(f"/dataset/?q={mark}&region=520100&department={owner['name']}") == 2
    assert reader.count(f"/dataset/?q={mark}&api=1") == 0


def test_counts_of_the_conditions_are_the_readers(app: Any, owner: dict[str, Any]):
    mark = unique("泵站")
    dataset(owner, title=f"{mark}名录")
    dataset(owner, title=f"{mark}密级", **CLASSIFIED)
    address = f"/dataset/?q={mark}"
    assert "涉密" not in Reader(app).text(address)
    editor = Reader(app, person("editor", owner))
    assert editor.count(address) == 2
    assert "grade=classified" in editor.text(address)


def test_withdrawn_datasets_are_found_only_when_asked_for(app: Any, owner: dict[str, Any]):
    mark = unique("闸门")
    dataset(owner, title=f"{mark}名录", status="withdrawn", withdrawn_reason="重复")
    reader = Reader(app)
    assert reader.count(f"/dataset/?q={mark}") == 0
    assert reader.count(f"/dataset/?q={mark}&status=withdrawn") == 1


def test_a_condition_that_is_not_understood_is_told_and_left_out(app: Any):
    page = Reader(app).text("/dataset/?published_from=gestern&sort=best&page=0")
    assert "不是日期" in page
    assert "排序只能是" in page


def test_an_empty_answer_helps(app: Any):
    page = Reader(app).text("/dataset/?q=qxzvwq&theme=07")
    assert "没有找到符合条件的数据" in page
    assert "去掉筛选条件再搜索" in page


def test_the_search_page_asks_the_database_little(app: Any, owner: dict[str, Any]):
    mark = unique("堤防")
    for n in range(6):
        dataset(owner, title=f"{mark}第{n}段")
    reader = Reader(app)
    address = f"/dataset/?q={mark}&theme=07&department={owner['name']}"
    reader.text(address)
    with statements() as sent:
        reader.text(address)
    assert 0 < len(sent) <= SEARCH_PAGE_SQL


def test_suggestions_say_what_they_are_and_where_they_lead(app: Any, owner: dict[str, Any]):
    mark = unique("渡槽")
    made = dataset(owner, title=f"{mark}名录", elements=[{"name": f"{mark}长度", "type": "N"}])
    answer = app.get(f"/api/govopen/suggest?q={mark}").json
    found = {word["text"]: word for word in answer["suggestions"]}
    assert found[made["title"]]["url"] == f"/dataset/{made['name']}"
    assert found[made["title"]]["label"] == "数据集"
    assert "element=" in found[f"{mark}长度"]["url"]
    assert app.get("/api/govopen/suggest").json == {"suggestions": []}


def test_a_dataset_page_shows_the_record_in_the_readers_language(app: Any, owner: dict[str, Any]):
    made = dataset(owner, total_records="200", opened_records="50", industry="N")
    chinese = Reader(app).get(f"/dataset/{made['name']}")
    assert words(chinese, "h1") == made["title"]
    assert rows(chinese)["主题分类"] == "农业、水利"
    assert rows(chinese)["更新周期"] == "每年"
    english = Reader(app).get(f"/en/dataset/{made['name']}")
    assert rows(english)["Theme"] == "Agriculture and water"
    assert "50 / 200" in words(english, ".go-bars")
    assert "[DS/OL]" in words(chinese, "#go-citation")


def test_what_editors_write_is_shown_as_text(app: Any, owner: dict[str, Any]):
    made = dataset(
        owner, title=f"{NASTY}{unique()}", notes=f"说明 {NASTY}", contact_name=NASTY,
        spatial_text=NASTY, elements=[{"name": NASTY, "type": "C", "definition": NASTY}],
    )  # fmt: skip
    act("resource_create", package_id=made["id"], name=NASTY, description=NASTY, format="CSV",
        kind="link", url="https://example.gov.cn/a.csv")  # fmt: skip
    for address in (f"/dataset/{made['name']}", f"/dataset/?q={unique('alert')}&sort=newest",
                    "/dataset/?sort=newest", f"/organization/{owner['name']}", "/"):  # fmt: skip
        page = Reader(app).get(address)
        assert not page.css("[onerror]"), address
        assert not [s for s in page.css("script") if "alert(1)" in s.text()], address


def test_an_address_that_is_no_web_address_is_not_linked(app: Any, owner: dict[str, Any]):
    made = dataset(owner, url="javascript:alert(1)")
    assert 'href="javascript:' not in Reader(app).text(f"/dataset/{made['name']}")


def test_a_withdrawn_dataset_says_so_and_why(app: Any, owner: dict[str, Any]):
    made = dataset(owner, status="withdrawn", withdrawn_reason="职能划转至省级")
    page = Reader(app).get(f"/dataset/{made['name']}")
    assert "已下架" in words(page, ".go-notice")
    assert "职能划转至省级" in words(page, ".go-notice")


def test_a_preview_shows_the_first_rows_as_page_and_as_part(app: Any, owner: dict[str, Any]):
    made = dataset(owner)
    file = upload(made, "a.csv", "CSV", f"名称,值\n{NASTY},1\n".encode("gb18030"))
    address = f"/dataset/{made['name']}/resource/{file['id']}/preview"
    page = Reader(app).get(address)
    assert words(page, ".go-table td") == NASTY
    part = Reader(app).text(f"{address}?part=1")
    assert "<html" not in part
    assert "共 1 行" in part


def test_a_preview_of_what_cannot_be_read_says_why(app: Any, owner: dict[str, Any]):
    made = dataset(owner)
    file = upload(made, "a.xlsx", "XLSX", b"PK no workbook")
    address = f"/dataset/{made['name']}/resource/{file['id']}/preview"
    assert "工作簿无法打开" in words(Reader(app).get(address), ".go-notice")


def test_a_preview_is_for_those_who_may_see_the_file(app: Any, owner: dict[str, Any]):
    made = dataset(owner, grade="internal", open_type="none", no_open_basis="内部使用")
    file = upload(made, "a.json", "JSON", json.dumps([{"水位": "警戒"}]).encode())
    address = f"/dataset/{made['name']}/resource/{file['id']}/preview"
    Reader(app).text(address, status=404)
    assert "警戒" in Reader(app, person("member", owner)).text(address)
    other = dataset(owner)
    Reader(app).text(f"/dataset/{other['name']}/resource/{file['id']}/preview", status=404)


def test_a_department_page_shows_its_place_and_its_datasets_by_theme(app: Any):
    above = department("水利厅", division_code="520000")
    code = "11520100009394702"
    code += uscc.calc_check_digit(code)
    below = department(parent_org=above["name"], uscc=code)
    made = dataset(below)
    page = Reader(app).get(f"/organization/{below['name']}")
    text = page.body.text() if page.body else ""
    assert made["title"] in text
    assert above["title"] in text
    assert code in text
    assert "农业、水利" in text
    assert below["title"] in Reader(app).text(f"/organization/{above['name']}")


def test_departments_stand_by_region_below_their_parents(app: Any):
    city = department()
    county = department("区水务局", parent_org=city["name"], division_code="520102")
    page = Reader(app).get(f"/organization/?q={county['title']}")
    assert county["title"] in words(page, ".go-region")
    tree = Reader(app).get("/organization/")
    inner = [li.text() for li in tree.css(".go-orgs li li")]
    assert any(county["title"] in text for text in inner)


def test_the_address_of_a_departments_id_leads_to_its_name(app: Any, owner: dict[str, Any]):
    answer = app.get(f"/organization/{owner['id']}", follow_redirects=False, status=302)
    assert answer.headers["Location"].endswith(f"/organization/{owner['name']}")


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/nowhere", 404, "没有找到这个页面"),
        ("/en/nowhere", 404, "This page is not here"),
        ("/dataset/no-such-dataset", 404, "没有找到这个页面"),
        ("/organization/no-such-department", 404, "没有找到这个页面"),
        ("/en/dataset/new", 403, "This page is not open to you"),
        ("/dataset/new", 403, "您无权查看这个页面"),
    ],
)
def test_error_pages_speak_the_readers_language(app: Any, path: str, status: int, said: str):
    assert said in Reader(app).text(path, status)


def test_a_fault_of_ours_says_nothing_of_its_cause(app: Any, monkeypatch: pytest.MonkeyPatch):
    def fail() -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("ckanext.govopen.adapters.departments.all_departments", fail)
    app.flask_app.config["PROPAGATE_EXCEPTIONS"] = False
    page = Reader(app).text("/organization/", status=500)
    assert "系统出了点问题" in page
    assert "a secret detail" not in page


def test_the_guide_names_addresses_that_answer(app: Any, owner: dict[str, Any]):
    dataset(owner, elements=[{"name": unique("要素"), "type": "C"}])
    guide = Reader(app).get("/api-guide")
    example = next(
        line for code in guide.css(".go-code") for line in code.text().splitlines()
        if "package_show" in line
    )  # fmt: skip
    path = example.split("'")[1].removeprefix("http://test.ckan.net")
    assert app.get(path).json["success"]


def test_the_sitemap_and_the_standards_list_what_there_is(app: Any, owner: dict[str, Any]):
    dataset(owner)
    assert owner["title"] in Reader(app).text("/sitemap")
    assert "GB/T 4754-2017" in Reader(app).text("/standards")
