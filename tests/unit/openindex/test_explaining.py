"""Figures are explained to the end, versions are compared, advice names what costs most."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from ckanext.openindex.domain.advice import costs, gains
from ckanext.openindex.domain.compare import changes, side_by_side
from ckanext.openindex.domain.explain import Explained, explain_dataset, explain_node, text
from ckanext.openindex.domain.facts import Census, DatasetFacts
from ckanext.openindex.domain.figure import figure, of_members
from ckanext.openindex.domain.indicators import registry
from ckanext.openindex.domain.methodology import load_methodology, read_methodology
from ckanext.openindex.domain.scoring import Scorer
from ckanext.openindex.domain.tally import Tally
from ckanext.openindex.domain.wording import say, words_of
from index_world import AS_OF, dataset, days_ago, probe, resource, table, used

from bench.openindex.made import AS_OF as MADE_AS_OF
from bench.openindex.made import datasets

SHIPPED = (files("govopen_schemas") / "index" / "methodology-1.0.yaml").read_text("utf-8")
FULL = load_methodology()
RICH = dataset(
    title="空气质量",
    opening="conditional",
    update_cycle="monthly",
    data_updated=days_ago(80),
    census=Census(100, 0, 40),
    usage=used(9, ratings=2, rating_mean=4.0),
    items={"title": True, "code": False},
    resources=(
        resource(1, name="月报", format="csv", inspection=table(range(9)), download=probe(False)),
        resource(2, format="pdf"),
    ),
)


def branches(explained: Explained) -> list[Explained]:
    return [explained, *(below for part in explained.parts for below in branches(part))]


def test_an_explanation_leads_from_the_score_to_what_was_looked_at():
    told = explain_dataset(FULL, RICH, AS_OF)
    found = Scorer(FULL).score(RICH, AS_OF).figure
    assert told.value == found.score
    assert sum(part.points or 0 for part in told.parts) == pytest.approx(found.score, abs=1e-5)
    kinds = {one.kind for one in branches(told)}
    assert kinds == {
        *("score", "dimension", "indicator", "rule", "formula", "parameters", "evidence"),
    }
    late = next(one for one in branches(told) if one.id == "timeliness")
    assert any(one.evidence and one.evidence.seen == "monthly" for one in late.parts)


def test_an_explanation_reads_in_both_languages():
    told = explain_dataset(FULL, RICH, AS_OF)
    zh, en = text(told, "zh_Hans_CN"), text(told, "en")
    assert len(zh.splitlines()) == len(en.splitlines()) == len(branches(told))
    assert "依据：更新周期 每月" in zh
    assert "月报" in zh
    assert "Evidence: opening attribute open on conditions" in en
    assert not re.search("[一-鿿]", en.replace("月报", "").replace("空气质量", ""))


def test_an_explanation_goes_through_json_and_comes_back():
    told = explain_dataset(FULL, RICH, AS_OF)
    assert Explained.from_dict(json.loads(json.dumps(told.as_dict()))) == told


def test_a_node_is_explained_by_its_datasets():
    scorer, tally = Scorer(FULL), Tally()
    for facts in datasets(5):
        tally.add(scorer.score(facts, MADE_AS_OF).tally)
    told = explain_node(FULL, figure(FULL, tally), "统计局", MADE_AS_OF, tally)
    assert "共 5 个数据集" in told.zh
    assert "5 datasets" in told.en
    opening = next(one for one in branches(told) if one.id == "opening")
    values = tally.rules["opening"]
    (summed,) = [part.evidence for part in opening.parts if part.evidence]
    assert summed.seen == pytest.approx((opening.value or 0) * values.datasets, abs=1e-5)


def test_a_node_is_explained_by_the_sums_of_census_and_by_its_members():
    scorer, tally = Scorer(FULL), Tally()
    some = [Census(100, 0, 40), Census(300, 0, 300), Census(total_bytes=8, opened_bytes=2)]
    for n, census in enumerate(some):
        tally.add(scorer.score(dataset(id=str(n), census=census), AS_OF).tally)
    told = explain_node(FULL, figure(FULL, tally), "统计局", AS_OF, tally)
    share = next(one for one in branches(told) if one.id == "opened_share")
    seen = [part.evidence.seen for part in share.parts if part.evidence]
    assert seen == [340, 400, 2, 0.25]
    assert share.value == pytest.approx((340 / 400 * 2 + 0.25) / 3, abs=1e-6)
    members = of_members([figure(FULL, tally)] * 4, tally)
    above = explain_node(FULL, figure(FULL, members), "省", AS_OF, members, of_members=True)
    assert "× 4 个下级" in text(above, "zh")


def test_the_day_of_a_node_is_that_of_the_site():
    at = datetime(2026, 10, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert "2026-10-01" in explain_node(FULL, figure(FULL, Tally(0)), "空", at, Tally(0)).zh


@pytest.mark.parametrize("facts", [RICH, *datasets(12)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_reader_with_a_calculator_gets_the_same_digits(facts: DatasetFacts, lang: str):
    """From the printed numbers alone: weights to points at most, values to points, to the score."""
    lines = text(explain_dataset(FULL, facts, AS_OF), lang).splitlines()
    score = Decimal(re.search(r"([\d.]+) (?:分|points)", lines[0])[1])
    total, can = Decimal(0), Decimal(0)
    for line in lines[1:]:
        deep = len(line) - len(line.lstrip())
        weights = re.search(r"(?:权重|weight) ([\d.]+)(?:，占适用权重合计| of the) ([\d.]+)", line)
        if deep == 2 and weights:
            has, can = map(Decimal, re.findall(r"\d+\.\d{4}", line))
            total += has
            assert abs(can - 100 * Decimal(weights[1]) / Decimal(weights[2])) <= Decimal("0.00005")
        elif deep == 4 and weights:
            value, most, points = map(
                Decimal, re.search(r"[:：] ?([\d.]+) × ([\d.]+) = ([\d.]+)", line).groups()
            )
            exact = can * Decimal(weights[1]) / Decimal(weights[2])
            assert abs(most - exact) <= Decimal("0.0001")
            assert abs(points - value * most) <= Decimal("0.0001")
    assert abs(total - score) <= Decimal("0.0053")


def test_nothing_applicable_is_explained_too():
    told = explain_dataset(FULL, dataset(), AS_OF)
    assert told.value is not None
    empty = figure(FULL, Tally(0))
    assert "没有得分" in explain_node(FULL, empty, "空", AS_OF, Tally(0)).zh


@pytest.mark.parametrize("facts", [RICH, dataset(), *datasets(24)])
def test_every_word_of_evidence_has_its_text(facts: DatasetFacts):
    faults = {
        "faults": replace(facts, data_updated=days_ago(-99), census=Census(1, 0, 2), elements=0),
        "plain": facts,
        "irregular": replace(facts, update_cycle="irregular", usage=None),
        "static": replace(facts, update_cycle="static", resources=()),
    }
    for one in faults.values():
        for name, found in Scorer(FULL).score(one, AS_OF).measurements.items():
            words = [found.reason, *(word for e in found.evidence for word in (e.what, e.rule))]
            for word in filter(None, words):
                assert say(name, word) != (word, word), (name, word)


def test_every_text_is_there_in_both_languages():
    for name in registry():
        for zh, en in words_of(name).values():
            assert re.search("[一-鿿]", zh)
            assert en
            assert not re.search("[一-鿿]", en)


def test_what_a_dataset_can_gain_is_told_with_the_most_first():
    found = Scorer(FULL).score(RICH, AS_OF).figure
    told = gains(FULL, found)
    assert [one.points for one in told] == sorted((one.points for one in told), reverse=True)
    assert {"views", "records"}.isdisjoint(one.id for one in told)
    opening = next(one for one in told if one.id == "opening")
    better = Scorer(FULL).score(replace(RICH, opening="unconditional"), AS_OF).figure
    assert found.score is not None
    assert better.score == pytest.approx(found.score + opening.points, abs=1e-5)


def test_what_datasets_cost_sums_to_what_their_node_lacks():
    scorer, tally = Scorer(FULL), Tally()
    each = [(facts.id, scorer.score(facts, MADE_AS_OF).tally) for facts in datasets(40)]
    for _, one in each:
        tally.add(one)
    node = figure(FULL, tally)
    assert node.score is not None
    told = costs(FULL, tally, iter(each), 40, all_rules=True)
    assert sum(one.points for one in told) == pytest.approx(100 - node.score, abs=1e-4)
    few = costs(FULL, tally, iter(each), 3)
    assert len(few) == 3
    assert few[0].points >= few[1].points >= few[2].points > 0
    assert all(len(one.most) <= 3 for one in few)


def test_two_versions_are_compared_by_what_changed():
    other = read_methodology(
        SHIPPED.replace('version: "1.0"', 'version: "1.1"')
        .replace("    weight: 30\n", "    weight: 25\n", 1)
        .replace("    weight: 10\n", "    weight: 15\n", 1)
        .replace("{grace: 1, fade: 2}", "{grace: 2, fade: 2}")
        .replace("      recency:\n", "      newness:\n        indicator: recency\n")
        .replace("good: {from: 55", "good: {from: 60")
        .replace("city: {of: dataset", "city: {of: county"),
        "m.yaml",
    )
    told = {(one.what, one.id): (one.before, one.after) for one in changes(FULL, other)}
    assert told == {
        ("weight", "openness"): ("30", "25"),
        ("weight", "volume"): ("10", "15"),
        ("parameter", "timeliness.grace"): ("1.0", "2.0"),
        ("removed", "recency"): ("", ""),
        ("added", "newness"): ("", ""),
        ("band", "good"): ("55", "60"),
        ("level", "city"): ("dataset", "county"),
    }
    assert changes(FULL, FULL) == []


def test_two_versions_stand_side_by_side():
    other = read_methodology(
        SHIPPED.replace("      recency:\n", "      newness:\n        indicator: recency\n"),
        "m.yaml",
    )
    facts = next(iter(datasets(1)))
    one, two = (Scorer(each).score(facts, MADE_AS_OF).figure for each in (FULL, other))
    rows = {(row.kind, row.id): row for row in side_by_side(one, two)}
    assert rows["score", ""].difference == pytest.approx(0)
    assert rows["indicator", "newness"].before.points is None
    assert rows["indicator", "newness"].difference is None
    assert rows["indicator", "recency"].after.points is None
    assert len([key for key in rows if key[0] == "dimension"]) == 6


def test_parameters_and_repeated_rows_are_told_in_words():
    twice = resource(1, format="csv", inspection=table(range(7), rows=10, duplicate_rows=3))
    told = explain_dataset(FULL, replace(RICH, resources=(twice,)), AS_OF)
    zh, en = text(told, "zh"), text(told, "en")
    assert "各开放属性的得分 = 无条件开放 1、有条件开放 0.5、不予开放 0" in zh
    assert "open without conditions 1, open on conditions 0.5, not open 0" in en
    assert "weight of each window, in days = 90 0.4, 365 0.6" in en
    assert "依据：记录数 7，" in zh
    assert "依据：不重复的行数 7，按实际计数" in zh
