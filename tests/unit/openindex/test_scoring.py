"""Scores of datasets and nodes: hand-computed, additive, reproducible."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from functools import cache

import pytest
from ckanext.openindex.domain.facts import Census, DatasetFacts, Division
from ckanext.openindex.domain.figure import Figure, figure
from ckanext.openindex.domain.methodology import Methodology, load_methodology, read_methodology
from ckanext.openindex.domain.rollup import ROOT, Node, Tree, path
from ckanext.openindex.domain.scoring import Scorer
from ckanext.openindex.domain.tally import MICRO, Sum, Tally
from hypothesis import given, settings
from hypothesis import strategies as st
from index_world import AS_OF, dataset, days_ago, resource

from bench.openindex.made import AS_OF as MADE_AS_OF
from bench.openindex.made import datasets

TEXT = """
methodology: 1
version: "9"
title: {zh: 甲, en: a}
about: {zh: 甲, en: a}
dimensions:
  openness:
    weight: 60
    title: {zh: 甲, en: a}
    about: {zh: 甲, en: a}
    indicators:
      opening: {weight: 50, title: {zh: 甲, en: a}, about: {zh: 甲, en: a}, gain: {zh: 甲, en: a}}
      opened_share:
        {weight: 30, title: {zh: 甲, en: a}, about: {zh: 甲, en: a}, gain: {zh: 甲, en: a}}
      licence: {weight: 20, title: {zh: 甲, en: a}, about: {zh: 甲, en: a}, gain: {zh: 甲, en: a}}
  freshness:
    weight: 40
    title: {zh: 甲, en: a}
    about: {zh: 甲, en: a}
    indicators:
      recency: {weight: 100, title: {zh: 甲, en: a}, about: {zh: 甲, en: a}, gain: {zh: 甲, en: a}}
bands:
  high: {from: 50, title: {zh: 甲, en: a}}
  low: {from: 0, title: {zh: 甲, en: a}}
levels:
  department: {of: dataset, title: {zh: 甲, en: a}}
  county: {of: dataset, title: {zh: 甲, en: a}}
  city: {of: dataset, title: {zh: 甲, en: a}}
  province: {of: dataset, title: {zh: 甲, en: a}}
"""
SMALL = read_methodology(TEXT, "small.yaml")
FULL = load_methodology()


def score(facts: DatasetFacts, methodology: Methodology = SMALL) -> Figure:
    return Scorer(methodology).score(facts, AS_OF).figure


def test_a_score_is_the_hand_computed_one():
    """Openness (0.5·50 + 0.25·30 + 0·20) / 100 = 0.325, freshness 0.5: 60·0.325 + 40·0.5."""
    facts = dataset(opening="conditional", census=Census(200, 0, 50), data_updated=days_ago(365))
    found = score(facts)
    assert found.score == pytest.approx(39.5)
    assert found.band == "low"
    assert found.values() == {"openness": 0.325, "freshness": 0.5}
    opening, share, licence = found.dimensions[0].rules
    assert (opening.points, opening.can) == pytest.approx((15, 30))
    assert (share.points, share.can) == pytest.approx((4.5, 18))
    assert (licence.points, licence.can) == pytest.approx((0, 12))


def test_what_does_not_apply_leaves_the_denominator():
    """Without census: (0.5·50 + 0) / 70; without a date: openness alone makes the score."""
    found = score(dataset(opening="conditional"))
    assert found.score == pytest.approx(100 * 25 / 70)
    assert found.dimensions[1].value is None
    assert found.dimensions[0].rules[1].value is None
    assert found.dimensions[0].rules[1].can == 0


def test_no_licence_costs_its_own_points_alone():
    with_licence = score(dataset(opening="unconditional", licence="cc-by"))
    without = score(dataset(opening="unconditional"))
    assert with_licence.score == pytest.approx(100)
    assert without.score == pytest.approx(100 * 50 / 70)


def test_a_node_is_what_its_datasets_add_up_to():
    """Opening: mean 0.75 of two. Share: 60 of 400 of one. Licence: mean 0. Recency: one, 0.5.

    Openness (0.75·50·2 + 0.15·30·1 + 0) / (50·2 + 30·1 + 20·2) = 79.5 / 170; the score counts
    openness for two datasets and freshness for one: (60·2·79.5/170 + 40·1·0.5) / (60·2 + 40).
    """
    scorer, tally = Scorer(SMALL), Tally()
    tally.add(scorer.score(dataset(opening="unconditional"), AS_OF).tally)
    facts = dataset(opening="conditional", census=Census(400, 0, 60), data_updated=days_ago(365))
    tally.add(scorer.score(facts, AS_OF).tally)
    found = figure(SMALL, tally)
    assert found.datasets == 2
    assert found.values()["openness"] == pytest.approx(79.5 / 170, abs=1e-6)
    expected = 100 * (120 * 79.5 / 170 + 20) / 160
    assert found.score == pytest.approx(expected, abs=1e-5)


def test_the_opened_share_of_a_node_is_the_ratio_of_sums():
    scorer, tally = Scorer(SMALL), Tally()
    for total, opened in ((10, 10), (990, 90)):
        facts = dataset(opening="closed", census=Census(total, 0, opened))
        tally.add(scorer.score(facts, AS_OF).tally)
    assert tally.rules["opened_share"].value == pytest.approx(0.1)


def test_nothing_applicable_has_no_score():
    found = figure(SMALL, Tally(3))
    assert (found.score, found.band) == (None, "")


@pytest.mark.parametrize("number", range(12))
def test_points_of_the_tree_add_up_to_the_score(number: int):
    facts = list(datasets(12))[number]
    found = Scorer(FULL).score(facts, MADE_AS_OF).figure
    assert found.score is not None
    assert 0 <= found.score <= 100
    assert sum(one.points for one in found.dimensions) == pytest.approx(found.score, abs=1e-5)
    assert sum(one.can for one in found.dimensions) == pytest.approx(100)
    for one in found.dimensions:
        assert sum(rule.points for rule in one.rules) == pytest.approx(one.points)
        assert sum(rule.can for rule in one.rules) == pytest.approx(one.can)


def test_the_same_facts_give_the_same_score_after_storage():
    scorer = Scorer(FULL)
    for facts in datasets(10):
        again = DatasetFacts.from_dict(json.loads(json.dumps(facts.as_dict())))
        first, other = (scorer.score(one, MADE_AS_OF).as_dict() for one in (facts, again))
        assert json.dumps(first) == json.dumps(other)
        assert (
            Figure.from_dict(json.loads(json.dumps(first["figure"]))).as_dict() == first["figure"]
        )


def test_a_better_value_never_lowers_a_score():
    for opening, better in (("closed", "conditional"), ("conditional", "unconditional")):
        for facts in (dataset(), dataset(data_updated=days_ago(9)), dataset(licence="x")):
            low = score(DatasetFacts.from_dict({**facts.as_dict(), "opening": opening}))
            high = score(DatasetFacts.from_dict({**facts.as_dict(), "opening": better}))
            assert low.score is not None
            assert high.score is not None
            assert low.score < high.score


def test_a_dataset_belongs_to_its_department_divisions_and_the_site():
    places = (
        Division("520115", "county"),
        Division("520100", "city"),
        Division("520000", "province"),
    )
    assert path(dataset(organization_id="o", divisions=places)) == (
        Node("o", "department", "520115"),
        Node("520115", "county", "520115"),
        Node("520100", "city", "520100"),
        Node(ROOT, "province", "520000"),
    )
    town = (Division("520115100", "town"), *places)
    assert path(dataset(divisions=town)) == path(dataset(divisions=places))
    assert path(dataset()) == (Node(ROOT, "province", ""),)


def test_a_department_that_moved_leaves_its_history_where_it_was():
    here, there = Division("520100", "city"), Division("520200", "city")
    before = dataset(organization_id="o", divisions=(here,))
    after = dataset(organization_id="o", divisions=(there,))
    assert [node.id for node in path(before)] == ["o", "520100", ROOT]
    assert [node.id for node in path(after)] == ["o", "520200", ROOT]


@cache
def contributions(seed: int) -> dict[str, tuple[tuple[Node, ...], Tally]]:
    """What 30 datasets give to which nodes."""
    scorer = Scorer(FULL)
    return {
        facts.id: (path(facts), scorer.score(facts, MADE_AS_OF).tally)
        for facts in datasets(30, seed)
    }


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_changing_datasets_one_by_one_gives_what_starting_anew_gives(chance: random.Random):
    final, tree, anew = dict(contributions(1)), Tree(FULL), Tree(FULL)
    for nodes, tally in final.values():
        tree.add(nodes, tally)
    for name in chance.sample(sorted(final), 12):
        tree.take(*final.pop(name))
        if chance.random() < 0.7:
            final[name] = contributions(2)[name]
            tree.add(*final[name])
    for name in chance.sample(sorted(final), len(final)):
        anew.add(*final[name])
    assert {name: one.as_dict() for name, one in tree.tallies.items()} == {
        name: one.as_dict() for name, one in anew.tallies.items()
    }
    assert tree.figures() == anew.figures()


def test_a_level_may_let_each_node_below_count_the_same():
    methodology = read_methodology(TEXT.replace("city: {of: dataset", "city: {of: county"), "m")
    scorer, tree = Scorer(methodology), Tree(methodology)
    city = (Division("520100", "city"),)
    big = [dataset(organization_id="big", divisions=city, opening="closed")] * 9
    for facts in (*big, dataset(organization_id="one", divisions=city, opening="unconditional")):
        tree.add(path(facts), scorer.score(facts, AS_OF).tally)
    found = tree.figures()
    single, city_, all_ = (found[name].score for name in ("one", "520100", ROOT))
    assert single is not None
    assert city_ == pytest.approx(single / 2)
    assert all_ == pytest.approx(single / 10)
    assert found["520100"].datasets == 10
    assert all(tree.figure(node) == found[node.id] for node in tree.nodes.values())


def test_totals_are_plain_sums():
    tally = Scorer(FULL).score(dataset(opening="closed", resources=(resource(),)), AS_OF).tally
    assert tally.totals == {"resources": 1, "closed": 1}


counts = st.dictionaries(st.sampled_from("abc"), st.integers(0, 9))
sums = st.dictionaries(
    st.sampled_from("xyz"),
    st.builds(Sum, st.integers(1, 9), st.integers(0, 9 * MICRO), st.just(0)),
)


@given(st.builds(Tally, st.integers(0, 9), sums, counts, counts, counts), st.integers(1, 4))
def test_adding_and_taking_away_leaves_nothing_changed(tally: Tally, times: int):
    start = Tally.from_dict(json.loads(json.dumps(tally.as_dict())))
    for _ in range(times):
        start.add(tally)
    for _ in range(times):
        start.add(tally, -1)
    assert start.as_dict() == tally.as_dict()


values = st.dictionaries(
    st.sampled_from([rule.id for rule in FULL.rules]), st.integers(0, MICRO), max_size=27
)


def of_values(values: dict[str, int]) -> Tally:
    """The contribution of a dataset with these values, in millionths; others do not apply."""
    tally = Tally(1, {name: Sum(1, micro) for name, micro in values.items()})
    for dimension in FULL.dimensions:
        if any(rule.id in values for rule in dimension.rules):
            tally.dimensions[dimension.id] = 1
    return tally


def by_fractions(values: dict[str, int]) -> Fraction | None:
    """The score by the formula of the manual, in exact numbers."""
    earned = reachable = Fraction(0)
    for dimension in FULL.dimensions:
        some = [rule for rule in dimension.rules if rule.id in values]
        if not some:
            continue
        weights = sum(Fraction(rule.weight) for rule in some)
        value = sum(Fraction(rule.weight) * Fraction(values[rule.id], MICRO) for rule in some)
        earned += Fraction(dimension.weight) * value / weights
        reachable += Fraction(dimension.weight)
    return 100 * earned / reachable if reachable else None


@given(values)
def test_any_values_score_by_the_formula(values: dict[str, int]):
    found, exact = figure(FULL, of_values(values)).score, by_fractions(values)
    if exact is None:
        assert found is None
    else:
        assert found is not None
        assert 0 <= found <= 100
        assert abs(found - float(exact)) < 1e-5


@given(values, st.data())
def test_raising_any_value_never_lowers_the_score(values: dict[str, int], data: st.DataObject):
    if values:
        name = data.draw(st.sampled_from(sorted(values)))
        higher = {**values, name: data.draw(st.integers(values[name], MICRO))}
        before, after = (figure(FULL, of_values(one)).score for one in (values, higher))
        assert before is not None
        assert after is not None
        assert after >= before - 1e-6


@given(st.lists(values, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_adding_changes_no_digit(several: list[dict[str, int]], chance: random.Random):
    first, other = Tally(), Tally()
    for one in several:
        first.add(of_values(one))
    for one in chance.sample(several, len(several)):
        other.add(of_values(one))
    assert figure(FULL, first) == figure(FULL, other)


@given(values, st.integers(2, 9))
def test_equal_datasets_give_their_node_their_own_score(values: dict[str, int], count: int):
    tally = Tally()
    for _ in range(count):
        tally.add(of_values(values))
    alone, together = figure(FULL, of_values(values)), figure(FULL, tally)
    assert together.score == (None if alone.score is None else pytest.approx(alone.score, abs=1e-5))


def test_the_whole_keeps_its_province_beside_datasets_without_a_division():
    placed = dataset(organization_id="a", divisions=(Division("52", "province"),))
    placeless = dataset(organization_id="b")
    for order in ((placed, placeless), (placeless, placed)):
        tree = Tree(load_methodology())
        for facts in order:
            tree.add(path(facts), Scorer(tree.methodology).score(facts, AS_OF).tally)
        assert tree.nodes[ROOT].division == "52"
