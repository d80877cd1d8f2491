"""What of a document is drawn: the newest things, bounded, with relations among themselves."""

from __future__ import annotations

from typing import Any

from ckanext.prov.domain.build import document
from ckanext.prov.domain.drawing import drawing
from ckanext.prov.domain.forms.jsonld import nodes
from prov_example import FACTS


def activity(number: int, **more: Any) -> dict[str, Any]:
    return {
        "@id": f"a{number}", "@type": ["prov:Activity"], "prov:used": ["d"],
        "prov:endedAtTime": [f"2026-03-{number:02}T00:00:00+00:00"],
        "prov:wasAssociatedWith": ["who"], **more,
    }  # fmt: skip


SUBJECT = {
    "@id": "d", "@type": ["prov:Entity"], "prov:wasDerivedFrom": ["source"],
    "dct:title": [
        {"@value": "名录", "@language": "zh-Hans-CN"}, {"@value": "List", "@language": "en"},
    ],
}  # fmt: skip
REST: list[dict[str, Any]] = [
    {"@id": "source", "@type": ["prov:Entity"]},
    {"@id": "who", "@type": ["prov:Agent"], "rdfs:label": ["CKAN"]},
    {"@id": "lonely", "@type": ["prov:Entity"]},
]


def test_the_newest_activities_are_drawn_and_the_rest_is_counted():
    graph = [SUBJECT, *[activity(n) for n in range(1, 29)], *REST]
    found = drawing(graph, "zh_Hans_CN", most=10)
    drawn = [node.iri for node in found.nodes]
    assert drawn[:3] == ["d", "source", "a28"]
    assert "a27" in drawn
    assert "a1" not in drawn
    assert len(drawn) <= 10
    assert found.total == 31
    assert "lonely" not in drawn


def test_every_relation_leads_to_something_drawn():
    graph = [SUBJECT, *[activity(n) for n in range(1, 29)], *REST]
    found = drawing(graph, "en", most=6)
    drawn = {node.iri for node in found.nodes}
    assert all(link.target in drawn for node in found.nodes for link in node.links)
    newest = next(node for node in found.nodes if node.iri == "a28")
    assert {(link.relation, link.target) for link in newest.links} >= {("used", "d")}


def test_a_plan_is_drawn_with_the_activity_that_followed_it():
    association = {"@id": "a1#association", "prov:hadPlan": ["policy"]}
    policy = {"@id": "policy", "@type": ["prov:Entity", "prov:Plan"]}
    first = activity(1, **{"prov:qualifiedAssociation": ["a1#association"]})
    found = drawing([SUBJECT, first, association, policy, *REST], "en")
    assert next(node.shape for node in found.nodes if node.iri == "policy") == "plan"
    drawn = next(node for node in found.nodes if node.iri == "a1")
    assert ("planned", "policy") in [(link.relation, link.target) for link in drawn.links]


def test_names_are_in_the_language_of_the_page():
    graph = [SUBJECT, activity(1), *REST]
    assert drawing(graph, "zh_Hans_CN").nodes[0].name == "名录"
    assert drawing(graph, "en").nodes[0].name == "List"
    assert drawing(graph, "fr").nodes[0].name == "名录"


def test_one_that_is_too_large_by_itself_is_cut():
    busy = activity(1, **{"prov:used": [f"e{n}" for n in range(60)]})
    graph = [SUBJECT, busy, *[{"@id": f"e{n}", "@type": ["prov:Entity"]} for n in range(60)], *REST]
    assert len(drawing(graph, "en", most=20).nodes) <= 20


def test_an_empty_document_draws_nothing_and_does_not_fail():
    assert drawing([], "en").nodes == ()


def test_the_example_is_drawn_whole_with_its_states_files_and_versions():
    graph = nodes(document(FACTS))
    found = drawing(graph, "zh_Hans_CN", most=200)
    assert found.total == len(found.nodes)
    assert {"activity", "agent", "entity", "plan"} == {node.shape for node in found.nodes}
    assert {"version", "file", "state"} <= {node.form for node in found.nodes}
    assert all(node.name for node in found.nodes if node.shape != "entity")
