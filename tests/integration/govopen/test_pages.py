"""The portal's pages as readers get them: escaping, previews, departments, errors, languages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ckanext.govopen.views import home
from stdnum.cn import uscc

from .catalogue_world import CLASSIFIED, act, dataset, department, person, unique
from .reading import Reader, rows, upload, words

pytestmark = pytest.mark.usefixtures("with_plugins")

NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)>"


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


def test_home_offers_no_word_that_most_datasets_bear():
    tags = {"演示数据": 280, "许可": 9, "医院": 7, **{f"词{n}": 1 for n in range(9)}}
    assert home.hot(tags, 292)[:3] == ["许可", "医院", "词0"]
    assert len(home.hot(tags, 292)) == home.HOT_TAGS


def test_home_lists_departments_and_themes_of_visible_datasets_only(
    app: Any, owner: dict[str, Any]
):
    dataset(owner, theme="16", **CLASSIFIED)
    page = Reader(app).text("/")
    assert owner["title"] not in page
    assert "theme=16" not in page


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
