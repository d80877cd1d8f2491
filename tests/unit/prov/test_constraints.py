"""The rules that documents keep, and how a fault is told."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest
from ckanext.prov.domain import build
from ckanext.prov.domain.constraints import check
from ckanext.prov.domain.model import Document, Text, moment
from ckanext.prov.domain.terms import DCAT, ENDED, PROV, STARTED, Iri
from prov_example import FACTS

A, B, C, D = (Iri(f"https://data.example.cn/{name}") for name in "abcd")
NOON = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)


def at(hours: int) -> Text:
    return moment(NOON + timedelta(hours=hours))


@pytest.fixture
def document() -> Document:
    made = Document(A)
    for entity in (A, B, C):
        made.node("entity", entity)
    made.node("activity", D)
    return made


def codes(document: Document) -> list[str]:
    return [problem.code for problem in check(document)]


def test_the_example_keeps_every_rule():
    assert check(build.document(FACTS)) == []


def test_a_cycle_of_derivation_is_named_with_its_way(document):
    document.relate("derivation", A, B)
    document.relate("revision", B, C)
    document.relate("derivation", C, A)
    (problem,) = check(document)
    assert problem.code == "derivation_cycle"
    assert problem.en.count("→") == 3
    assert problem.text("zh_Hans_CN").startswith("派生关系形成循环")


def test_nothing_derives_from_itself(document):
    document.relate("derivation", A, A)
    assert codes(document) == ["derivation_cycle"]


def test_a_long_chain_of_derivation_is_no_cycle():
    document = Document(A)
    chain = [Iri(f"{A}/{number}") for number in range(5000)]
    for before, after in pairwise(chain):
        document.node("entity", before)
        document.relate("derivation", after, before)
    document.node("entity", chain[-1])
    assert check(document) == []


def test_nothing_specializes_itself(document):
    document.relate("specialization", A, B)
    document.relate("specialization", B, A)
    assert codes(document) == ["specialization_cycle"]


def test_an_entity_is_generated_once(document):
    document.node("activity", Iri(f"{D}2"))
    document.relate("generation", A, D)
    document.relate("generation", A, Iri(f"{D}2"))
    assert codes(document) == ["generated_twice"]


def test_two_times_are_two_generations(document):
    document.relate("generation", A, D, time=at(0))
    document.relate("generation", A, D, time=at(1))
    document.relate("invalidation", B, D, time=at(0))
    document.relate("invalidation", B, D, time=at(1))
    assert codes(document) == ["generated_twice", "invalidated_twice"]


def test_an_entity_is_no_activity(document):
    document.node("activity", A)
    assert codes(document) == ["entity_and_activity"]


def test_what_is_used_is_no_activity(document):
    document.relate("usage", D, Iri(f"{D}2"))
    document.node("activity", Iri(f"{D}2"))
    assert codes(document) == ["entity_and_activity"]


def test_an_activity_starts_before_it_ends(document):
    document.node("activity", D).add(STARTED, at(1))
    document.node("activity", D).add(ENDED, at(0))
    assert codes(document) == ["ended_before_start"]


def test_times_are_compared_across_zones(document):
    document.node("activity", D).add(STARTED, Text("2026-03-02T19:00:00+08:00", at(0).datatype))
    document.node("activity", D).add(ENDED, Text("2026-03-02T12:00:00Z", at(0).datatype))
    assert check(document) == []


@pytest.mark.parametrize(("hours", "outside"), [(-1, True), (0, False), (2, False), (3, True)])
def test_a_generation_lies_within_its_activity(document, hours, outside):
    document.node("activity", D).add(STARTED, at(0))
    document.node("activity", D).add(ENDED, at(2))
    document.relate("generation", A, D, time=at(hours))
    assert codes(document) == (["generated_outside_activity"] if outside else [])


def test_nothing_is_used_before_it_is_generated(document):
    document.node("activity", D).add(ENDED, at(0))
    document.relate("generation", A, time=at(1))
    document.relate("usage", D, A)
    assert codes(document) == ["used_before_generation"]


def test_nothing_is_used_after_it_is_invalidated(document):
    document.node("activity", D).add(STARTED, at(1))
    document.relate("invalidation", A, time=at(0))
    document.relate("usage", D, A)
    assert codes(document) == ["used_after_invalidation"]


def test_nothing_is_invalidated_before_it_is_generated(document):
    document.relate("generation", A, time=at(1))
    document.relate("invalidation", A, time=at(0))
    assert codes(document) == ["invalidated_before_generation"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [("derivation", "derived_from_later"), ("specialization", "specialized_before_generation")],
)
def test_what_came_later_is_not_built_upon(document, kind, code):
    document.relate("generation", A, time=at(0))
    document.relate("generation", B, time=at(1))
    document.relate(kind, A, B)
    assert codes(document) == [code]


def test_what_a_relation_speaks_of_is_described(document):
    document.relate("derivation", A, Iri("https://elsewhere.example.cn/x"))
    (problem,) = check(document)
    assert (problem.code, problem.field) == ("missing_referent", A)
    assert "https://elsewhere.example.cn/x" in problem.zh


def test_a_relation_is_no_text(document):
    document.node("entity", A).add(PROV("wasDerivedFrom"), Text("ex:b"))
    document.node("entity", A).add(PROV("hadDerivation"), Text("ex:b"))
    assert codes(document) == ["relation_is_text"] * 2


def test_labels_of_versions_are_unique_within_a_dataset(document):
    for version, whole in ((A, C), (B, C), (C, A)):
        document.node("entity", version).add(DCAT("isVersionOf"), whole)
        document.node("entity", version).add(DCAT("version"), Text("1.0"))
    assert codes(document) == ["label_used_twice"]
