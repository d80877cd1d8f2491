"""Badges, charts, guarded cells, periods, and the forms of a report."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from ckanext.openindex.domain.cells import guarded
from ckanext.openindex.domain.drawing import charts
from ckanext.openindex.domain.drawing.badge import badge
from ckanext.openindex.domain.drawing.colours import BANDS, NONE, of_band
from ckanext.openindex.domain.drawing.text import width
from ckanext.openindex.domain.report.period import parse
from ckanext.openindex.domain.report.words import WORDS
from govopen_common.problem import Rejected
from hypothesis import given
from hypothesis import strategies as st

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("text", "first", "last", "zh"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        ("2026Q3", date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度"),
        ("2026q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "2026年12月"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, first: date, last: date, zh: str):
    found = parse(text)
    assert (found.first, found.last, found.zh) == (first, last, zh)


@pytest.mark.parametrize(
    "text", ["", "26", "2026Q5", "2026-13", "2026-00", "0000", "9999", "２０２６"]
)
def test_what_is_no_period_is_refused_in_both_languages(text: str):
    with pytest.raises(Rejected) as refused:
        parse(text)
    problem = refused.value.problems[0]
    assert "2026Q3" in problem.zh
    assert "2026Q3" in problem.en


@given(st.text())
def test_any_text_is_a_period_or_is_refused(text: str):
    try:
        found = parse(text)
    except Rejected:
        return
    assert found.first <= found.last <= found.first + timedelta(days=365)


@given(st.integers(1, 9998))
def test_the_quarters_of_a_year_follow_each_other(year: int):
    quarters = [parse(f"{year:04}Q{number}") for number in (1, 2, 3, 4)]
    whole = parse(f"{year:04}")
    assert (quarters[0].first, quarters[3].last) == (whole.first, whole.last)
    for one, following in pairwise(quarters):
        assert one.last + timedelta(days=1) == following.first


@given(st.text(), st.text(), st.text())
def test_a_badge_is_xml_whatever_it_says(label: str, said: str, title: str):
    root = ET.fromstring(badge(label, said, BANDS[0], title))
    assert root.attrib["role"] == "img"
    assert len(list(root.iter(f"{SVG}text"))) == 2


def test_a_badge_is_escaped_and_named_for_screen_readers():
    drawn = badge("开放指数", "63.2 <良好>", BANDS[1], 'A"><script>')
    assert "<script>" not in drawn
    root = ET.fromstring(drawn)
    assert root.attrib["aria-label"] == root.find(f"{SVG}title").text == 'A"><script>'
    assert [one.text for one in root.iter(f"{SVG}text")] == ["开放指数", "63.2 <良好>"]


def test_wide_characters_take_a_whole_em():
    assert width("开放", 10) == 20
    assert width("ab", 10) == 12


def test_bands_have_colours_from_the_best_to_the_worst():
    order = ["a", "b", "c", "d"]
    assert [of_band(one, order) for one in order] == list(BANDS)
    assert of_band("b", ["a", "b"]) == BANDS[-1]
    assert of_band("", order) == NONE
    assert of_band("only", ["only"]) == BANDS[0]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [*BANDS, NONE])
def test_white_text_can_be_read_on_each_colour(colour: str):
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_a_curve_leaves_a_gap_for_days_without_a_score():
    start = date(2026, 7, 1)
    scores = [10.0, 20.0, None, 40.0, 50.0, None, 60.0]
    days = [(start + timedelta(days=number), score) for number, score in enumerate(scores)]
    root = ET.fromstring(charts.curve(days, "得分<曲线>"))
    assert len(list(root.iter(f"{SVG}polyline"))) == 2
    assert len(list(root.iter(f"{SVG}circle"))) == 1
    texts = [one.text for one in root.iter(f"{SVG}text")]
    assert texts[-2:] == ["2026-07-01", "2026-07-07"]
    assert root.find(f"{SVG}title").text == "得分<曲线>"


def test_a_curve_rises_with_the_score():
    days = [(date(2026, 7, 1), 0.0), (date(2026, 7, 2), 100.0)]
    points = re.search('points="([^"]+)"', charts.curve(days, "t")).group(1).split()
    (x0, y0), (x1, y1) = [[float(one) for one in point.split(",")] for point in points]
    assert x0 < x1
    assert y0 > y1
    assert "polyline" not in charts.curve([], "t")


def test_bars_are_as_long_as_their_values_and_say_what_does_not_apply():
    root = ET.fromstring(charts.bars([("A & B", 0.5), ("C", None), ("D", 1.0)], "t", "n/a"))
    wide = [float(one.attrib["width"]) for one in root.iter(f"{SVG}rect")]
    assert len(wide) == 4
    assert wide[1] == wide[0] / 2
    assert wide[2] == wide[3] == wide[0]
    texts = [one.text for one in root.iter(f"{SVG}text")]
    assert texts == ["A & B", "50.0", "C", "n/a", "D", "100.0"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_guarded(text: str):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("value", [-1.5, 0, None, "水库", "a=1", ""])
def test_numbers_and_harmless_text_stay_as_they_are(value):
    assert guarded(value) == value


def test_every_word_of_a_report_is_in_both_languages():
    template = Path(charts.__file__).parents[2] / "templates" / "openindex" / "report.html"
    assert set(re.findall(r"words\.(\w+)", template.read_text("utf-8"))) <= set(WORDS)
    for zh, en in WORDS.values():
        assert re.search("[\u4e00-\u9fff]", zh)
        assert en.isascii()


@pytest.mark.parametrize("name", ["summary", "dimensions", "curve", "indicators", "best", "costly"])
def test_sheets_have_names_that_excel_takes(name: str):
    for word in WORDS[name]:
        assert len(word) <= 31
        assert not set(word) & set("[]:*?/\\")
