"""Reports for a department: what they say, in which forms, and what is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.adapters import computing
from ckanext.openindex.cli import openindex
from ckanext.openindex.model import HistoryRow
from click.testing import CliRunner
from openpyxl import load_workbook

from .index_world import act, dataset, department

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal")


@pytest.fixture(scope="module")
def world(empty_portal) -> dict[str, Any]:
    """A department with history from June to September 2026, a dataset, and an internal one."""
    owner = department("水务局<b>", division="520102")
    other = department(division="520300")
    made = dataset(owner, title="=水库名录<i>")
    secret = dataset(owner, title="机密水库", grade="internal")
    dataset(other)
    computing.marked()
    day, score = date(2026, 6, 30), 40.0
    while day <= date(2026, 9, 20):
        for kind, one in (("department", owner["id"]), ("city", "520100"), ("province", "site")):
            row = HistoryRow(version="1.0", kind=kind, id=one, day=day, score=score,
                             band="sufficient", datasets=1, dimensions={"openness": score / 100},
                             title=owner["title"] if kind == "department" else one)  # fmt: skip
            model.Session.add(row)
        day, score = day + timedelta(days=1), score + 0.25
    model.Session.commit()
    return {"owner": owner, "made": made, "secret": secret}


def report(*words: str) -> Any:
    return CliRunner().invoke(openindex, ["report", *words], catch_exceptions=False)


def quarter(world: dict[str, Any], path: Path, *words: str) -> Any:
    return report("--org", world["owner"]["name"], "--period", "2026Q3", "-o", str(path), *words)


def test_a_page_has_both_ends_of_the_period_and_what_to_do(world, tmp_path: Path):
    path = tmp_path / "report.html"
    done = quarter(world, path)
    assert done.exit_code == 0, done.output
    text = path.read_text("utf-8")
    assert "2026年第三季度" in text
    assert "期初 2026-06-30<b>40.0</b>" in text
    assert "期末 2026-09-20<b>60.5</b>" in text
    assert "+20.5" in text
    assert text.count("<svg") == 2
    assert "提升办法" in text
    assert "=水库名录&lt;i&gt;" in text
    assert "水务局&lt;b&gt;" in text
    assert "<script" not in text
    assert not re.search(r"(src|href)=", text)
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


def test_a_page_is_complete_in_english(world, tmp_path: Path):
    path = tmp_path / "report.html"
    assert quarter(world, path, "--lang", "en").exit_code == 0
    text = path.read_text("utf-8")
    assert "Third quarter of 2026" in text
    assert "How to gain points" in text
    assert '<html lang="en">' in text


def test_an_internal_dataset_is_in_no_report(world, tmp_path: Path):
    for form in ("html", "xlsx"):
        path = tmp_path / f"report.{form}"
        assert quarter(world, path).exit_code == 0
        said = path.read_text("utf-8") if form == "html" else cells(path)
        assert "水库名录" in said
        assert "机密" not in said


def cells(path: Path) -> str:
    book = load_workbook(path)
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_workbook_has_charts_of_its_own(world, tmp_path: Path):
    path = tmp_path / "report.xlsx"
    assert quarter(world, path).exit_code == 0
    book = load_workbook(path)
    charts = {sheet.title: len(sheet._charts) for sheet in book}
    assert charts["各维度得分"] == charts["得分曲线"] == 1
    assert book["得分曲线"].max_row == 1 + 82
    assert book["得分曲线"]["B83"].value == 60.5
    found = next(
        cell for sheet in book for row in sheet.iter_rows() for cell in row
        if cell.value == "=水库名录<i>"
    )  # fmt: skip
    assert found.data_type == "s"
    assert config.today().isoformat() in cells(path)
    assert quarter(world, path, "--lang", "en").exit_code == 0
    assert load_workbook(path).sheetnames[0] == "Summary"


@pytest.mark.slow
def test_a_pdf_is_printed_from_the_page(world, tmp_path: Path):
    path = tmp_path / "report.pdf"
    done = quarter(world, path)
    assert done.exit_code == 0, done.output
    body = path.read_bytes()
    assert body.startswith(b"%PDF")
    assert b"%%EOF" in body[-32:]
    assert len(re.findall(rb"/Type\s*/Page\b", body)) >= 2
    # A title beyond ASCII is UTF-16 in a PDF (ISO 32000-1, 7.9.2.2); Chromium writes it in hex.
    title = world["owner"]["title"].encode("utf-16-be").hex().encode()
    assert title in body.lower()
    assert [one.name for one in tmp_path.iterdir()] == ["report.pdf"]


def test_without_chromium_a_pdf_is_refused_with_the_remedy_and_no_file(
    world, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(config, "report_chromium", lambda: "no-such-chromium")
    done = quarter(world, tmp_path / "report.pdf")
    assert done.exit_code == 2
    assert "apt install chromium" in done.output
    assert "ckanext.openindex.report.chromium" in done.output
    assert not list(tmp_path.iterdir())
    assert quarter(world, tmp_path / "report.html").exit_code == 0


def test_when_chromium_fails_what_was_there_stays(
    world, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(config, "report_chromium", lambda: "false")
    path = tmp_path / "report.pdf"
    path.write_text("the last one")
    assert quarter(world, path).exit_code == 1
    assert path.read_text() == "the last one"
    assert [one.name for one in tmp_path.iterdir()] == ["report.pdf"]


def test_divisions_and_the_whole_have_reports(world, tmp_path: Path):
    path = str(tmp_path / "report.html")
    for words in (("--division", "520100"), ()):
        done = report(*words, "--period", "2026-08", "-o", path)
        assert done.exit_code == 0, done.output
        assert "期初 2026-07-31" in Path(path).read_text("utf-8")
    done = report("--period", "2026", "-o", path)
    assert "期初 2026-06-30" in Path(path).read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["--period", "2026Q7"], "时间段有误", "Wrong period"),
        (["--period", "2020"], "没有历史记录", "History has nothing of 2020"),
        (["--period", "2026", "--org", "none"], "指数中没有", "knows nothing of none"),
        (["--period", "2026", "--division", "999999"], "指数中没有", "knows nothing of 999999"),
    ],
)
def test_what_cannot_be_reported_is_refused_in_both_languages(
    world, tmp_path: Path, words: list[str], zh: str, en: str
):
    done = report(*words, "-o", str(tmp_path / "report.html"))
    assert done.exit_code == 2
    assert zh in done.output
    assert en in done.output
    assert not list(tmp_path.iterdir())


def test_wrong_options_are_refused(world, tmp_path: Path):
    assert report("--period", "2026", "-o", str(tmp_path / "report.doc")).exit_code == 2
    assert report("--period", "2026", "-o", str(tmp_path / "none" / "a.html")).exit_code == 2
    both = ("--org", "a", "--division", "b", "--period", "2026", "-o", str(tmp_path / "a.html"))
    assert report(*both).exit_code == 2
    assert not list(tmp_path.iterdir())


def test_a_department_without_public_datasets_keeps_the_report_of_its_past(world, tmp_path: Path):
    act("package_patch", id=world["made"]["id"], grade="internal")
    computing.marked()
    path = tmp_path / "report.html"
    done = quarter(world, path)
    assert done.exit_code == 0, done.output
    text = path.read_text("utf-8")
    assert "60.5" in text
    assert "水库名录" not in text
    assert "已没有公开的数据集" in text
