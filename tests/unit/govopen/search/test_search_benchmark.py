"""The benchmark's own arithmetic, rules and report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from bench.report import Report, Row
from bench.search import judgements, records, run

RECORDS = [
    {"id": "a", "title": "贵阳市 医院名录", "department": "卫生局"},
    {"id": "b", "title": "哈尔滨市企业信息", "department": "市场监督管理局"},
]


@pytest.mark.parametrize(
    ("rule", "ids"),
    [
        ({"title": ["贵阳市医院"]}, {"a"}),
        ({"title": ["医院", "企业"]}, set()),
        ({"title_any": ["医院", "企业"]}, {"a", "b"}),
        ({"department": ["监督"], "not_title": ["医院"]}, {"b"}),
        ({"any_of": [{"title": ["医院"]}, {"department": ["监督"]}]}, {"a", "b"}),
    ],
)
def test_a_rule_says_which_records_answer(rule, ids: set[str]):
    assert {r["id"] for r in RECORDS if judgements.holds(rule, r)} == ids


def test_recall_is_of_what_fits_into_ten():
    assert run.recall(["a", "x"], frozenset({"a", "b"})) == 0.5
    assert run.recall([str(n) for n in range(10)], frozenset(map(str, range(50)))) == 1.0
    assert run.recall([], frozenset({"a"})) == 0.0


def test_the_reciprocal_rank_is_of_the_first_answer():
    assert run.reciprocal_rank(["x", "a", "b"], frozenset({"a", "b"})) == 0.5
    assert run.reciprocal_rank(["x"], frozenset({"a"})) == 0.0


def test_there_are_enough_queries_of_every_type_and_none_comes_twice():
    queries = yaml.safe_load(judgements.QUERIES.read_text("utf-8"))
    assert set(queries) == set(run.AIMS) == set(run.LABELS)
    texts = [(type_, entry["q"]) for type_, entries in queries.items() for entry in entries]
    assert len(texts) == len(set(texts)) >= 150
    assert all(len(entries) >= 12 for entries in queries.values())


def test_every_judged_query_is_answered_by_a_record():
    try:
        found = records.load()
    except records.Missing as reason:
        pytest.skip(str(reason))
    assert len(found) == 598
    assert all(entry.relevant for entry in judgements.load(found))


def test_a_report_says_whether_an_aim_is_met(tmp_path: Path):
    report = Report("sample", "Sample", "Nothing in particular.")
    report.add(Row("speed", 50.0, 10.0, 5, unit="1/s", aim_of="ratio"))
    report.add(Row("memory", 500, None, 400, better="lower"))
    report.add(Row("count", 7))
    report.write(tmp_path)
    rows = json.loads((tmp_path / "sample.json").read_text("utf-8"))["rows"]
    assert [(row["ratio"], row["met"]) for row in rows] == [
        (5.0, True),
        (None, False),
        (None, None),
    ]
    table = (tmp_path / "sample.md").read_text("utf-8")
    assert "| speed | 50 1/s | 10 1/s | 5 | ≥ 5× | yes |  |" in table
    assert "**no**" in table
