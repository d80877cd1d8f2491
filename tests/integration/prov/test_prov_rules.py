"""Records of every kind keep the rules of PROV, asked in SPARQL, and all six forms say the same.

The rules are those of PROV-CONSTRAINTS and of PROV-O's domains and ranges, put into questions that
share no code with the extension's own check.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from prov.model import (
    ProvActivity,
    ProvDerivation,
    ProvDocument,
    ProvEntity,
    ProvGeneration,
    ProvSpecialization,
    ProvUsage,
)
from rdflib import PROV, RDF, BNode, Graph, Literal
from rdflib.compare import isomorphic

from .prov_world import act, dataset, department, last, person, unique, upload

pytestmark = pytest.mark.usefixtures("with_plugins")

FORMS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}
PREFIX = "PREFIX prov: <http://www.w3.org/ns/prov#> "
NEVER = (
    "?x a prov:Entity, prov:Activity",
    "?x a prov:Agent, prov:Activity",
    "?a prov:used ?e FILTER NOT EXISTS {?a a prov:Activity. ?e a prov:Entity}",
    "?e prov:wasGeneratedBy ?a FILTER NOT EXISTS {?a a prov:Activity. ?e a prov:Entity}",
    "?d prov:wasDerivedFrom|prov:wasRevisionOf ?s FILTER NOT EXISTS {?s a prov:Entity}",
    "?x prov:wasAssociatedWith|prov:wasAttributedTo ?a FILTER NOT EXISTS {?a a prov:Agent}",
    "?q prov:hadPlan ?p FILTER NOT EXISTS {?p a prov:Plan}",
    "?q prov:hadRole ?r FILTER NOT EXISTS {?r a prov:Role}",
    "?e prov:wasGeneratedBy ?a, ?b FILTER(?a != ?b)",
    "?e prov:generatedAtTime ?a, ?b FILTER(?a != ?b)",
    "?e prov:wasInvalidatedBy ?a, ?b FILTER(?a != ?b)",
    "?x (prov:wasDerivedFrom|prov:wasRevisionOf)+ ?x",
    "?x prov:specializationOf+ ?x",
    "?a prov:used ?e; prov:endedAtTime ?t. ?e prov:generatedAtTime ?g FILTER(?g > ?t)",
    "?e prov:wasGeneratedBy ?a; prov:generatedAtTime ?g. ?a prov:endedAtTime ?t FILTER(?g > ?t)",
    "?e prov:wasGeneratedBy ?a; prov:generatedAtTime ?g. ?a prov:startedAtTime ?t FILTER(?g < ?t)",
    "?a prov:startedAtTime ?s; prov:endedAtTime ?t FILTER(?s > ?t)",
    "?d prov:wasDerivedFrom|prov:wasRevisionOf|prov:specializationOf ?s;"
    " prov:generatedAtTime ?g. ?s prov:generatedAtTime ?h FILTER(?h > ?g)",
    "?e prov:generatedAtTime ?g; prov:invalidatedAtTime ?i FILTER(?i < ?g)",
    "?d prov:specializationOf ?s; prov:invalidatedAtTime ?i."
    " ?s prov:invalidatedAtTime ?h FILTER(?h < ?i)",
    "?a prov:used ?e; prov:endedAtTime ?t. ?e prov:invalidatedAtTime ?i FILTER(?i < ?t)",
    "?e prov:qualifiedRevision/prov:entity ?o FILTER NOT EXISTS {?e prov:wasRevisionOf ?o}",
    "?e prov:qualifiedGeneration/prov:activity ?o FILTER NOT EXISTS {?e prov:wasGeneratedBy ?o}",
    "?e prov:qualifiedDerivation/prov:entity ?o FILTER NOT EXISTS {?e prov:wasDerivedFrom ?o}",
    "?a prov:qualifiedAssociation/prov:agent ?o FILTER NOT EXISTS {?a prov:wasAssociatedWith ?o}",
)
"""What no record may hold."""

Make = Callable[[dict[str, Any], dict[str, Any]], Any]


def file(made: dict[str, Any], text: str = "a,b\n1,2\n", **fields: Any) -> dict[str, Any]:
    given = {"name": "表", "format": "CSV", **fields}
    return act("resource_create", package_id=made["id"], upload=upload(text), **given)


def tell(made: dict[str, Any], activity: str, **said: Any) -> None:
    given = {"activity": activity, "generated": [{"kind": "dataset", "id": made["id"]}], **said}
    tk.signals.ckanext.signal("prov:record").send(made["id"], **given)


def same_bytes_again(made: dict[str, Any], world: dict[str, Any]) -> None:
    one = file(made)
    for text in ("a,b\n3,4\n", "a,b\n1,2\n"):
        act("resource_patch", id=one["id"], upload=upload(text))
    act("resource_delete", id=one["id"])


def masked(made: dict[str, Any], world: dict[str, Any]) -> None:
    one = file(made)
    before = last(made["id"], "file_uploaded")["generated"][0]["sha256"]
    tk.signals.ckanext.signal("masking:file_masked").send(
        one["id"], resource_id=one["id"], sha256_before=before, sha256="f" * 64, policy="p"
    )


def converted(made: dict[str, Any], world: dict[str, Any]) -> None:
    link = {"name": "另一格式", "url": "http://a.example/x.json", "format": "JSON"}
    act("resource_create", package_id=made["id"], derived_from=file(made)["id"], **link)


def harvested(made: dict[str, Any], world: dict[str, Any]) -> None:
    record = {"kind": "record", "id": "http://b.example/文 件?x=1#y"}
    plan = {"kind": "plan", "id": "harvest/贵州/1"}
    tell(made, "harvested", program="ckanext-b", used=[record], plan=plan)


def merged(made: dict[str, Any], world: dict[str, Any]) -> None:
    sources = [world["other"]["id"], world["hidden"]["id"]]
    tell(made, "merged", used=[{"kind": "dataset", "id": one} for one in sources])


def derived(made: dict[str, Any], world: dict[str, Any]) -> None:
    for source in (world["hidden"]["id"], world["other"]["id"], "http://b.example/源?x=1"):
        act("prov_derivation_create", id=made["id"], source=source)
    one = file(made)["id"]
    act("prov_derivation_create", id=made["id"], resource_id=one, source=world["link"]["id"])


def withdrawn_and_restored(made: dict[str, Any], world: dict[str, Any]) -> None:
    act("package_patch", id=made["id"], status="withdrawn", withdrawn_reason="更正")
    act("package_patch", id=made["id"], status="published")


def deleted_and_back(made: dict[str, Any], world: dict[str, Any]) -> None:
    act("package_delete", id=made["id"])
    act("package_patch", id=made["id"], state="active")


def versions(made: dict[str, Any], world: dict[str, Any]) -> None:
    one = file(made)
    act("prov_version_create", id=made["id"], label="1.0-a", note='第一 "版"')
    act("package_patch", id=made["id"], notes="改过的摘要")
    act("resource_delete", id=one["id"])
    act("prov_version_create", id=made["id"], label="2")
    act("prov_version_restore", id=made["id"], label="1.0-a")


def checked(made: dict[str, Any], world: dict[str, Any]) -> None:
    times = {"started": "2026-03-01T00:00:00+08:00", "ended": "2026-03-02T00:00:00+08:00"}
    tell(made, "checked", details={"errors": 0, "ratio": 0.5, "ok": True}, generated=[], **times)


def texts(made: dict[str, Any], world: dict[str, Any]) -> None:
    notes = "行\r\n二\u2028x\u0001<>&\"'\\ ]]> 😀"
    act("package_patch", id=made["id"], notes=notes, url="http://例子.cn/路 径?a=[1]")


KINDS: tuple[Make, ...] = (
    same_bytes_again, masked, converted, harvested, merged, derived, withdrawn_and_restored,
    deleted_and_back, versions, checked, texts,
)  # fmt: skip


@pytest.fixture
def world() -> dict[str, Any]:
    owner = department("水务局")
    hidden = dataset(owner, status="draft", title=unique("不公开的名录"))
    link = {"name": unique("不公开的表"), "url": f"http://a.example/{unique()}.csv"}
    return {
        "editor": person("admin", owner),
        "hidden": hidden,
        "link": act("resource_create", package_id=hidden["id"], **link),
        "made": dataset(owner),
        "other": dataset(owner),
    }


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_a_record_keeps_the_rules_in_every_form(app, world, make: Make):
    make(world["made"], world)
    model.Session.commit()
    path = f"/dataset/{world['made']['id']}/provenance"
    forms = (*FORMS, "json", "provn")
    body = {form: app.get(f"{path}.{form}", status=200).body for form in forms}
    graphs = {form: Graph().parse(data=body[form], format=parser) for form, parser in FORMS.items()}
    graph = graphs["nt"]
    assert [form for form in FORMS if not isomorphic(graphs[form], graph)] == []
    assert [rule for rule in NEVER if graph.query(f"{PREFIX} ASK {{{rule}}}").askAnswer] == []
    terms = {term for triple in graph for term in triple}
    assert not [one for one in terms if isinstance(one, BNode)]
    assert not [one for one in terms if isinstance(one, Literal) and one.ill_typed]
    record = ProvDocument.deserialize(content=body["json"], format="json")
    assert record == ProvDocument.deserialize(content=body["provn"], format="provn")
    assert related(record) == told(graph)
    page = app.get(path, headers={"Accept": "text/html"}).body
    hidden, link = world["hidden"], world["link"]
    for canary in (hidden["id"], hidden["title"], link["id"], link["name"], world["editor"]):
        assert [form for form in forms if canary in body[form]] == []
        assert canary not in page


RELATIONS = {
    ProvUsage: (PROV.used,),
    ProvGeneration: (PROV.wasGeneratedBy,),
    ProvDerivation: (PROV.wasDerivedFrom, PROV.wasRevisionOf),
    ProvSpecialization: (PROV.specializationOf,),
}


def related(record: ProvDocument) -> list[set[Any]]:
    """Entities, activities and relations of a document of ``prov``."""
    found: list[set[Any]] = [
        {one.identifier.uri for one in record.get_records(kind)}
        for kind in (ProvEntity, ProvActivity)
    ]
    for kind in RELATIONS:
        ends = [[value for _, value in one.formal_attributes] for one in record.get_records(kind)]
        found.append({(one[0].uri, one[1].uri) for one in ends if one[1] is not None})
    return found


def told(graph: Graph) -> list[set[Any]]:
    """The same of a graph."""
    kinds = (PROV.Entity, PROV.Activity)
    found: list[set[Any]] = [{str(s) for s in graph.subjects(RDF.type, kind)} for kind in kinds]
    for predicates in RELATIONS.values():
        pairs = [pair for one in predicates for pair in graph.subject_objects(one)]
        found.append({(str(s), str(o)) for s, o in pairs})
    return found
