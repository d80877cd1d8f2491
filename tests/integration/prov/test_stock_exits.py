"""The exits on a stock CKAN site: with ckanext-dcat, and without anything else."""

from __future__ import annotations

import json

import pytest
from ckan import model
from ckanext.dcat.processors import RDFParser, RDFSerializer
from ckanext.prov.domain import foreign
from ckanext.prov.fragments import listing, reading
from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from .prov_world import act, dataset, department, seen, unique, upload

pytestmark = [
    pytest.mark.usefixtures("with_plugins"),
    pytest.mark.ckan_config("ckanext.dcat.rdf.profiles", "euro_dcat_ap_3 prov"),
]
ALONE = pytest.mark.ckan_config("ckan.plugins", "prov")
WITH_DCAT = pytest.mark.ckan_config("ckan.plugins", "prov dcat")
DCAT_FIRST = pytest.mark.ckan_config("ckan.plugins", "dcat prov")
SITE = "http://test.ckan.net"


def ref(made: dict) -> URIRef:
    return URIRef(f"{SITE}/dataset/{made['id']}")


def fragment(made: dict) -> Graph:
    ((own, shared),) = reading.parts(listing.named([made["id"]]), "nt")
    return Graph().parse(data=own + shared, format="nt")


@ALONE
@pytest.mark.parametrize("path", ["/catalog.jsonld", "/catalog/all.nt", "/catalog/all.jsonld"])
def test_the_catalogue_is_there_without_ckanext_dcat(app, path: str):
    made = dataset(department())
    hidden = dataset(department(), private=True)
    body = app.get(path, status=200).body
    assert made["id"] in body
    assert hidden["id"] not in body
    app.get("/catalog.nt", status=404)
    app.get("/catalog/all.xml", status=404)


@WITH_DCAT
def test_with_ckanext_dcat_loaded_the_catalogue_is_still_ours(app):
    _tests_catalogue(app)


@DCAT_FIRST
def test_the_order_of_the_plugins_makes_no_difference(app):
    _tests_catalogue(app)


def _tests_catalogue(app) -> None:
    made = dataset(department())
    page = app.get("/catalog.jsonld", status=200)
    assert page.headers["ETag"]
    assert "@context" in json.loads(page.body)
    assert (
        app.get("/catalog.jsonld", headers={"If-None-Match": page.headers["ETag"]}).status_code
        == 304
    )
    graph = Graph().parse(data=app.get("/catalog.ttl").body, format="turtle")
    assert graph.value(ref(made), PROV.has_provenance)
    app.get("/catalog.nt", status=404)
    app.get("/catalog.exe", status=404)


@WITH_DCAT
def test_a_fragment_says_what_ckanext_dcat_says(with_request_context):
    made = dataset(
        department(), notes="摘要", tags=[{"name": "水库"}], maintainer="a", license_id="cc-by",
        extras=[{"key": "frequency", "value": "yearly"}, {"key": "issued", "value": "2026-01-01"}],
        resources=[{"name": "表", "url": "http://a.example/x.csv", "format": "CSV", "size": 5}],
    )  # fmt: skip
    theirs = RDFSerializer(profiles=["euro_dcat_ap_3"])
    theirs.graph_from_dataset(seen("package_show", id=made["id"]))
    expected, ours = Graph(), Graph()
    for triple in theirs.g.triples((None, None, None)):
        expected.add(triple)
    for triple in fragment(made):
        if triple[0] != URIRef(SITE) and triple[1] != PROV.has_provenance:
            ours.add(triple)
    assert isomorphic(ours, expected)


@WITH_DCAT
def test_a_publisher_that_ckanext_dcat_remembers_is_looked_up_again(with_request_context):
    owner = department()
    made = dataset(owner)
    before = fragment(made)
    title = unique("改名的局")
    act("organization_patch", id=owner["id"], title=title)
    publisher = before.value(ref(made), DCTERMS.publisher)
    assert (publisher, FOAF.name, Literal(title)) in fragment(made)


@WITH_DCAT
def test_a_harvested_dataset_with_activities_can_be_stored(with_request_context, app):
    data = f"""
        @prefix dcat: <{DCAT}> . @prefix prov: <{PROV}> . @prefix dct: <{DCTERMS}> .
        <http://b.example/d/1> a dcat:Dataset, prov:Entity ; dct:title "甲" ;
          prov:wasGeneratedBy <http://b.example/a/1>, <http://b.example/a/2> .
        <http://b.example/a/1> a prov:Activity . <http://b.example/a/2> a prov:Activity .
    """
    parser = RDFParser()
    parser.parse(data, _format="ttl")
    (one,) = parser.datasets()
    made = act("package_create", **{**one, "name": unique("h-"), "owner_org": department()["id"]})
    shown = Graph().parse(data=app.get(f"/dataset/{made['id']}.ttl").body, format="turtle")
    subject = URIRef("http://b.example/d/1")
    assert len(list(shown.objects(subject, PROV.wasGeneratedBy))) == 2
    assert foreign.statements(seen("package_show", id=made["id"]))


@WITH_DCAT
def test_a_dataset_tells_its_provenance(app):
    made = dataset(department())
    act("resource_create", package_id=made["id"], name="表", upload=upload("a\n1\n"))
    model.Session.commit()
    for form, parser in (("ttl", "turtle"), ("jsonld", "json-ld")):
        graph = Graph().parse(data=app.get(f"/dataset/{made['id']}.{form}").body, format=parser)
        assert list(graph.subjects(RDF.type, PROV.Activity))


@WITH_DCAT
def test_nobody_speaks_under_the_iri_of_another_dataset_or_file(app):
    owner = department()
    victim = dataset(owner, resources=[{"name": "表", "url": "http://a.example/1.csv"}])
    file = f"{ref(victim)}/resource/{victim['resources'][0]['id']}"
    old = f"{SITE}/dataset/{unique('old-')}"
    words = unique("冒名")
    for uri, kept in ((str(ref(victim)), False), (f"{SITE}/dataset/{victim['name']}", False),
                      (old, True), ("http://b.example/d/9", True)):  # fmt: skip
        made = dataset(
            owner, notes=words, extras=[{"key": "uri", "value": uri}],
            resources=[{"name": words, "url": "http://a.example/2.csv", "uri": file}],
        )  # fmt: skip
        model.Session.commit()
        for path in (f"/dataset/{made['id']}.ttl", f"/dataset/{made['id']}/provenance.ttl"):
            told = Graph().parse(data=app.get(path).body, format="turtle")
            subject = URIRef(uri) if kept else ref(made)
            assert (subject, RDF.type, DCAT.Dataset) in told
            about = {str(s) for s, o in told.subject_objects() if words in str(o)}
            assert not {str(ref(victim)), file} & about
