"""The public pages of the index, as everybody gets them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.adapters import computing, methodologies, whole
from ckanext.openindex.model import HistoryRow, UsageRow
from selectolax.lexbor import LexborHTMLParser, LexborNode

from .index_world import act, dataset, department, seen

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal")
MOST_STATEMENTS = 15


@pytest.fixture(scope="module")
def world(empty_portal) -> dict[str, Any]:
    """Two departments of one city, one of another, an internal dataset, some weeks of history."""
    owners = [department(division=code) for code in ("520102", "520100", "520300")]
    made = [
        dataset(owners[0], total_records="10", opened_records="10"),
        dataset(owners[1], open_type="conditional", open_condition="实名"),
        dataset(owners[2], open_type="none", no_open_basis="保密法"),
    ]
    hidden = dataset(owners[0], title="内部水位", grade="internal", open_type="none",
                     no_open_basis="内部使用")  # fmt: skip
    yesterday = config.today() - timedelta(days=1)
    used = UsageRow(dataset_id=made[1]["id"], day=yesterday, kind="view", resource_id="", n=7)
    model.Session.add(used)
    model.Session.commit()
    computing.marked()
    for back in range(40):
        day = config.today() - timedelta(days=back)
        _day(day, 40.0 - back / 10)
    model.Session.commit()
    return {"owners": owners, "made": made, "hidden": hidden}


def _day(day: date, score: float) -> None:
    known = model.Session.get(HistoryRow, ("1.0", "province", "site", day))
    row = known or HistoryRow(version="1.0", kind="province", id="site", day=day)
    row.score, row.band, row.dimensions, row.datasets = score, "sufficient", {}, 3
    model.Session.add(row)


def page(app: Any, path: str, status: int = 200) -> LexborHTMLParser:
    return LexborHTMLParser(app.get(path, status=status).body)


def words(node: LexborNode | None) -> str:
    assert node is not None
    return node.text(strip=True)


def test_the_front_page_tells_score_dimensions_divisions_ranking_and_lists(app, world):
    found, shown = page(app, "/openindex"), seen("openindex_show")
    assert words(found.css_first(".openindex-ring strong")) == f"{shown['score']:.1f}"
    assert len(found.css("[data-openindex-chart=radar] tbody tr")) == 6
    assert len(found.css("[data-openindex-chart=radar] tbody tr[data-aside]")) == 1
    codes = {one.attributes["data-code"] for one in found.css("[data-code]")}
    assert codes == {"520100", "520102", "520300"}
    named = {words(one) for one in found.css("section[aria-labelledby=ix-ranking] tbody a")}
    assert named == {one["title"] for one in world["owners"]}
    hottest = found.css("section[aria-labelledby=ix-hottest] tbody tr")
    assert [words(one.css_first("td:last-child")) for one in hottest] == ["7"]
    assert len(found.css("section[aria-labelledby=ix-newest] tbody tr")) == 3
    assert found.css(".openindex-advice li")
    assert found.css_first(".openindex-summary .openindex-change")


def test_a_curve_has_the_latest_month_whole_and_weeks_before(app, world):
    rows = page(app, "/openindex").css("[data-openindex-chart=curve] tbody th")
    ages = [(config.today() - date.fromisoformat(words(one))).days for one in rows]
    assert ages == [35, *range(30, -1, -1)]


def test_the_ranking_is_filtered_and_sorted_by_addresses(app, world):
    def named(query: str) -> list[str]:
        found = page(app, f"/openindex?{query}")
        return [words(one) for one in found.css("section[aria-labelledby=ix-ranking] tbody a")]

    assert len(named("within=520100")) == 2
    assert named(f"q={world['owners'][2]['title']}") == [world["owners"][2]["title"]]
    assert named("sort=openness&ascending=true") == named("sort=openness")[::-1]
    assert set(named("level=city")) == {"贵阳市", "遵义市"}
    assert named("page=2") == []
    for wrong in ("sort=nothing", "level=moon", "version=9", "page=99999999999999999999"):
        status = 200 if wrong.startswith("page") else 404
        app.get(f"/openindex?{wrong}", status=status)


def test_sorting_keeps_what_was_filtered(app, world):
    found = page(app, "/openindex?within=520100&sort=title")
    link = found.css_first("th[aria-sort] a").attributes["href"]
    assert "within=520100" in link
    assert "ascending=true" in link


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_dataset_is_explained_down_to_its_evidence(app, world, language: str):
    made = world["made"][0]
    found = page(app, f"{language}/openindex/dataset/{made['name']}")
    assert words(found.css_first("h1")) == made["title"]
    details = found.css("details.openindex-indicator")
    rules = [r for d in seen("openindex_show", id=made["id"], kind="dataset")["dimensions"]
             for r in d["rules"]]  # fmt: skip
    assert len(details) == len(rules)
    word = "Evidence:" if language else "依据："
    assert any(word in words(one) for one in details)
    assert "405" in words(found.css_first(".openindex-summary"))
    assert [words(one) for one in found.css("ol.breadcrumb a, ol.go-breadcrumb a")][2:] == [
        "贵阳市", "南明区", world["owners"][0]["title"],
    ]  # fmt: skip


def test_a_department_and_a_division_show_what_costs_them_most(app, world):
    owner, made = world["owners"][1], world["made"][1]
    found = page(app, f"/openindex/organization/{owner['name']}")
    costly = found.css("section[aria-labelledby=ix-costly] tbody a")
    assert [words(one) for one in costly] == [made["title"]]
    found = page(app, "/openindex/division/520100")
    assert len(found.css("section[aria-labelledby=ix-costly] tbody a")) == 2
    members = {words(one) for one in found.css(".openindex-members tbody a")}
    assert members == {"南明区", world["owners"][1]["title"]}


def test_the_front_page_leads_on_to_why_its_figure_is_what_it_is(app, world):
    link = page(app, "/openindex").css_first(".openindex-summary a[href*='/openindex/province']")
    found, shown = page(app, link.attributes["href"]), seen("openindex_show")
    assert words(found.css_first(".openindex-ring strong")) == f"{shown['score']:.1f}"
    opening = next(one for one in found.css("details") if "开放属性" in words(one))
    assert "各项得值之和 1.5，除以适用的个数" in words(opening)
    assert {words(one) for one in found.css(".openindex-members tbody a")} == {"贵阳市", "遵义市"}


def test_a_dataset_has_its_score_by_the_assessment_of_the_union_with_what_lacks(app, world):
    made = world["made"][0]
    shown = seen("openindex_show", id=made["id"], kind="dataset")
    told = seen("openindex_explain", id=made["id"], kind="dataset")["mqa"]
    assert told["points"] == shown["mqa"]
    for language in ("", "/en"):
        panel = page(app, f"{language}/openindex/dataset/{made['name']}").css_first(
            "section[aria-labelledby=ix-mqa]"
        )
        assert f"{shown['mqa']} / 405" in words(panel)
        rows = [words(one) for one in panel.css("tbody td:nth-child(2)")]
        assert rows == [f"{one['points']} / {one['most']}" for one in told["dimensions"]]
        title = "Temporal coverage given (20)" if language else "有时间范围 (20)"
        assert title in words(panel)


def test_every_table_badge_and_panel_that_is_offered_is_there(app, world):
    subject = f"/openindex/dataset/{world['made'][0]['name']}"
    department = f"/openindex/organization/{world['owners'][0]['name']}"
    for path in ("/openindex", "/openindex?within=520100&q=水", subject, department):
        found = page(app, path)
        links = {one.attributes["href"] for one in found.css(".openindex-exports a")}
        links |= {one.attributes["href"] for one in found.css(".openindex-summary a")}
        assert len(links) >= 4
        for link in links:
            app.get(str(link), status=200)


def test_two_versions_are_shown_side_by_side(app, world, tmp_path, ckan_config, monkeypatch):
    text = (methodologies.SHIPPED / "methodology-1.0.yaml").read_text("utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(text.replace('version: "1.0"', 'version: "2.0"', 1), "utf-8")
    names = f"methodology-1.0.yaml {other}"
    monkeypatch.setitem(ckan_config, "ckanext.openindex.methodologies", names)
    whole.today()
    for path in ("/openindex", "/openindex/division/520100"):
        links = page(app, path).css(".openindex-versions a")
        assert [one.attributes["href"] for one in links] == ["?version=1.0", "?version=2.0"]
        chosen = page(app, f"{path}?version=2.0").css_first("[aria-current=page][href$='2.0']")
        assert "2.0" in words(chosen)


def test_unknown_and_hidden_answer_alike(app, world):
    addresses = [
        f"dataset/{world['hidden']['name']}", "dataset/nowhere", "organization/nowhere",
        "division/999999", f"division/{world['owners'][0]['id']}", "division/site",
        f"organization/{world['made'][0]['name']}", "methodology/9.9",
    ]  # fmt: skip
    said = {words(page(app, f"/openindex/{one}", 404).css_first("main")) for one in addresses}
    assert len(said) == 1


def test_an_internal_dataset_is_on_no_page(app, world):
    owner = world["owners"][0]
    for path in ("", f"/organization/{owner['name']}", "/division/520102", "/division/520100"):
        body = app.get(f"/openindex{path}").body
        assert world["hidden"]["title"] not in body
        assert world["hidden"]["name"] not in body


def test_the_methodology_is_told_whole(app):
    found, said = page(app, "/openindex/methodology"), seen("openindex_methodology_show")
    titles = {words(one) for one in found.css("tbody th")}
    assert titles == {r["title"]["zh"] for d in said["dimensions"] for r in d["rules"]}
    assert "ln(1+记录数) ÷ ln(1+得满分的记录数)" in found.body.text()
    app.get(f"/openindex/methodology/{said['version']}", status=200)


def test_a_dataset_page_shows_the_score_and_leads_to_it(app, world):
    made = world["made"][0]
    shown = seen("openindex_show", id=made["id"], kind="dataset")
    card = page(app, f"/dataset/{made['name']}").css_first(".openindex-score")
    assert f"{shown['score']:.1f}" in words(card)
    assert card.css_first("a").attributes["href"] == f"/openindex/dataset/{made['name']}"


def test_the_menu_leads_to_the_index(app):
    assert page(app, "/openindex").css_first('.go-nav a[href="/openindex"][aria-current]')


def test_the_front_page_takes_few_statements(app, world, sql_statements):
    app.get("/openindex")
    with sql_statements() as sent:
        app.get("/openindex")
    assert len(sent) <= MOST_STATEMENTS, "\n\n".join(sent)


def test_boundaries_are_sent_where_the_administrator_has_some(app, world, tmp_path, ckan_config,
                                                               monkeypatch):  # fmt: skip
    app.get("/openindex/boundaries.json", status=404)
    path = tmp_path / "b.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    monkeypatch.setitem(ckan_config, "ckanext.openindex.boundaries", str(path))
    assert app.get("/openindex/boundaries.json").json["features"] == []
    assert page(app, "/openindex").css_first("[data-openindex-chart=map][data-source]")


def test_an_index_that_was_never_computed_says_so(app):
    act("package_search")  # the portal itself is there
    for table in ("openindex_node", "openindex_score"):
        model.Session.execute(model.meta.metadata.tables[table].delete())
    model.Session.commit()
    assert page(app, "/openindex").css_first("h1")


@pytest.mark.ckan_config("ckan.plugins", "openindex")
def test_on_a_stock_site_the_pages_are_in_its_own_frame(app, empty_portal):
    owner = department()
    made = dataset(owner)
    computing.marked()
    for path in ("", f"/dataset/{made['name']}", f"/organization/{owner['name']}", "/methodology"):
        found = page(app, f"/openindex{path}")
        assert found.css_first(".openindex-stock h1")
    assert page(app, f"/dataset/{made['name']}").css_first(".openindex-score a")
    assert page(app, "/about").css_first('header a[href="/openindex"]')
