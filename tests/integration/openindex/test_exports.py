"""What others take along: badges, panels and tables, and that they say what everybody may see."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import pytest
from ckan import model
from ckan.tests import factories
from ckanext.openindex.adapters import computing
from ckanext.openindex.model import HistoryRow
from openpyxl import load_workbook

from .index_world import act, dataset, department, seen

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal")

TABLES = ("ranking", "history", "indicators", "datasets", "divisions")


@pytest.fixture(scope="module")
def world(empty_portal) -> dict[str, Any]:
    """Two departments; titles that a spreadsheet and a browser could take for something else."""
    owners = [department("=1+1水务局<b>", division="520102"), department(division="520300")]
    made = [dataset(owners[0], title='@SUM"水库"<script>'), dataset(owners[1])]
    secret = dataset(owners[0], title="机密水库", grade="internal")
    computing.marked()
    for day in (date(2026, 1, 1), date(2026, 1, 2)):
        row = HistoryRow(version="1.0", kind="department", id=owners[0]["id"], day=day, score=10.0,
                         band="poor", datasets=1, dimensions={"openness": 0.5},
                         title="=1+1")  # fmt: skip
        model.Session.add(row)
    model.Session.commit()
    return {"owners": owners, "made": made, "secret": secret}


def addresses(world: dict[str, Any]) -> list[str]:
    owner, made = world["owners"][0], world["made"][0]
    return [
        f"organization/{owner['name']}", f"organization/{owner['id']}", "division/520100",
        f"dataset/{made['name']}", "province",
    ]  # fmt: skip


def rows(app: Any, address: str) -> list[list[str]]:
    answer = app.get(address, status=200)
    assert answer.headers["Content-Type"].startswith("text/csv")
    text = answer.get_data().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_badges_say_score_and_band_in_the_language_of_the_address(app, world):
    for address in addresses(world):
        found = app.get(f"/en/openindex/badge/{address}.svg", status=200)
        assert found.headers["Content-Type"].startswith("image/svg+xml")
        texts = [one.text for one in ET.fromstring(found.get_data()).iter() if one.text]
        assert "Openness index" in texts
    score = seen("openindex_show")["score"]
    assert f"{score:.1f} " in texts[-1]
    chinese = app.get("/zh_Hans_CN/openindex/badge/province.svg").get_data().decode("utf-8")
    assert "开放指数" in chinese
    assert "贵州省" in chinese


def test_a_badge_is_sent_once_and_kept(app, world):
    address = f"/openindex/badge/{addresses(world)[0]}.svg"
    first = app.get(address, status=200)
    assert "private" not in first.headers["Cache-Control"]
    assert "Set-Cookie" not in first.headers
    again = app.get(address, headers={"If-None-Match": first.headers["ETag"]}, status=304)
    assert not again.get_data()


def test_a_panel_may_be_framed_by_anybody_and_runs_nothing(app, world):
    for address in addresses(world):
        found = app.get(f"/openindex/widget/{address}", status=200)
        assert "frame-ancestors *" in found.headers["Content-Security-Policy"]
        assert "default-src 'none'" in found.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in found.headers
        assert "Set-Cookie" not in found.headers
        text = found.get_data().decode("utf-8")
        assert "<script" not in text
        assert "<b>" not in text
        assert text.count("<meter") >= 1
    assert "X-Frame-Options" in app.get("/about").headers


def test_a_panel_leads_back_and_offers_its_own_code(app, world):
    made = world["made"][0]
    text = app.get(f"/en/openindex/widget/dataset/{made['id']}").get_data().decode("utf-8")
    assert f'/en/openindex/dataset/{made["name"]}"' in text
    assert f'/en/openindex/widget/dataset/{made["name"]}"' in text
    assert 'title="@SUM&amp;#34;水库' in text


@pytest.mark.parametrize("form", ["badge/{}.svg", "widget/{}"])
def test_what_is_unknown_and_what_is_hidden_answer_alike(app, world, form: str):
    admin = factories.SysadminWithToken()
    unknown = app.get(f"/openindex/{form.format('dataset/no-such-thing')}", status=404)
    secret = f"/openindex/{form.format('dataset/' + world['secret']['name'])}"
    for headers in ({}, {"Authorization": admin["token"]}):
        hidden = app.get(secret, headers=headers, status=404)
        assert hidden.get_data() == unknown.get_data()
    wrong = f"division/{world['owners'][0]['id']}"
    assert app.get(f"/openindex/{form.format(wrong)}", status=404)
    assert app.get(f"/openindex/{form.format('organization/site')}", status=404)


def test_tables_have_the_rows_of_their_actions(app, world):
    ranking = rows(app, "/en/openindex/table/ranking.csv")
    answer = seen("openindex_ranking")["results"]
    assert ranking[0][:4] == ["Rank", "Id", "Title", "Division code"]
    assert [row[1] for row in ranking[1:]] == [one["name"] for one in answer]
    assert [float(row[6]) for row in ranking[1:]] == [one["score"] for one in answer]
    datasets = rows(app, "/openindex/table/datasets.csv?order=best")
    best = seen("openindex_dataset_list", order="best")["results"]
    assert [row[0] for row in datasets[1:]] == [one["name"] for one in best]
    indicators = rows(app, "/en/openindex/table/indicators.csv?kind=division&id=520100")
    rules = [r for one in seen("openindex_show", kind="division", id="520100")["dimensions"]
             for r in one["rules"]]  # fmt: skip
    assert [row[1] for row in indicators[1:]] == [rule["id"] for rule in rules]
    divisions = rows(app, "/openindex/table/divisions.csv")
    assert {row[0] for row in divisions[1:]} == {"520102", "520100", "520300", "site"}
    assert divisions[0][0] == "标识"


def test_tables_take_the_parameters_of_their_actions(app, world):
    owner = world["owners"][0]
    of = f"kind=organization&id={owner['name']}"
    days = rows(app, f"/openindex/table/history.csv?{of}")
    assert [row[0] for row in days[1:]] == ["2026-01-02", "2026-01-01"]
    assert len(rows(app, f"/openindex/table/history.csv?{of}&to=2026-01-01")) == 2
    assert len(rows(app, "/openindex/table/ranking.csv?limit=1&offset=1")) == 2
    assert len(rows(app, "/openindex/table/ranking.csv?limit=0")) == 1
    assert len(rows(app, f"/openindex/table/ranking.csv?offset={'9' * 5000}")) == 1
    assert len(rows(app, "/openindex/table/ranking.csv?within=520100")) == 2
    assert len(rows(app, f"/openindex/table/ranking.csv?limit={'9' * 30}")) == 3


def test_a_table_is_read_on_over_all_pages(app, world, monkeypatch: pytest.MonkeyPatch):
    from ckanext.openindex.reports import tables

    small = {name: tables.Table(one.action, min(one.page, 1), one.head, one.rows)
             for name, one in tables.TABLES.items()}  # fmt: skip
    for name in ("ranking", "divisions", "datasets"):
        whole = rows(app, f"/openindex/table/{name}.csv")
        with monkeypatch.context() as patched:
            patched.setattr(tables, "TABLES", small)
            assert rows(app, f"/openindex/table/{name}.csv") == whole
            assert len(rows(app, f"/openindex/table/{name}.csv?limit=2")) == 3


def test_cells_that_look_like_formulas_are_only_text(app, world):
    title = world["owners"][0]["title"]
    ranking = rows(app, "/openindex/table/ranking.csv")
    assert f"'{title}" in {row[2] for row in ranking}
    assert any(row[1].startswith("'@SUM") for row in rows(app, "/openindex/table/datasets.csv"))
    body = app.get("/openindex/table/ranking.xlsx", status=200).get_data()
    sheet = load_workbook(io.BytesIO(body)).active
    cell = next(one for row in sheet.iter_rows() for one in row if one.value == title)
    assert cell.data_type == "s"
    assert cell.quotePrefix


@pytest.mark.parametrize("name", TABLES)
def test_workbooks_have_what_the_csv_has(app, world, name: str):
    of = f"kind=organization&id={world['owners'][1]['name']}"
    plain = rows(app, f"/en/openindex/table/{name}.csv?{of}")
    answer = app.get(f"/en/openindex/table/{name}.xlsx?{of}", status=200)
    assert f"openindex-{name}.xlsx" in answer.headers["Content-Disposition"]
    found = load_workbook(io.BytesIO(answer.get_data())).active
    assert [cell.value for cell in found[1]] == plain[0]
    assert found.max_row == len(plain)


def test_bad_parameters_are_named_and_unknown_tables_are_not_there(app, world):
    wrong = (
        "ranking.csv?level=town",
        "ranking.xlsx?sort=drop",
        "history.csv?to=yesterday",
        "ranking.csv?limit=-1",
        "ranking.csv?limit=x",
        "ranking.csv?offset=x",
        "datasets.csv?kind=dataset",
    )
    for query in wrong:
        answer = app.get(f"/en/openindex/table/{query}", status=400)
        assert answer.headers["Content-Type"].startswith("text/plain")
    assert "Level" in app.get("/en/openindex/table/ranking.csv?level=town").get_data(as_text=True)
    app.get("/openindex/table/secrets.csv", status=404)
    app.get("/openindex/table/ranking.ods", status=404)
    app.get("/openindex/table/history.csv?kind=dataset&id=none", status=404)
    app.get("/openindex/table/ranking.csv?version=9.9", status=404)


def test_nothing_of_an_internal_dataset_goes_out(app, world):
    name = world["secret"]["name"]
    for table in TABLES:
        for form in ("csv", "xlsx"):
            app.get(f"/openindex/table/{table}.{form}", status=200)
        text = app.get(f"/openindex/table/{table}.csv").get_data(as_text=True)
        assert name not in text
        assert "机密" not in text
    for table in ("history", "indicators"):
        app.get(f"/openindex/table/{table}.csv?kind=dataset&id={name}", status=404)
    hidden = world["made"][1]
    act("package_patch", id=hidden["id"], grade="internal")
    assert hidden["name"] not in app.get("/openindex/table/datasets.csv").get_data(as_text=True)
    app.get(f"/openindex/badge/dataset/{hidden['name']}.svg", status=404)


@pytest.mark.ckan_config("ckan.plugins", "openindex")
def test_a_stock_site_has_badges_panels_and_tables(app, empty_portal):
    owner = department()
    made = dataset(owner)
    computing.marked()
    for address in (f"organization/{owner['name']}", f"dataset/{made['name']}", "province"):
        assert "<svg" in app.get(f"/openindex/badge/{address}.svg", status=200).get_data(True)
        panel = app.get(f"/openindex/widget/{address}", status=200)
        assert "frame-ancestors *" in panel.headers["Content-Security-Policy"]
    assert any(row[0] == made["name"] for row in rows(app, "/openindex/table/datasets.csv"))
