"""Figures as linked data: in a dataset's own, and all together."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckanext.openindex.adapters import computing, quality, whole
from rdflib import DCAT, PROV, RDF, SKOS, Graph, Namespace, URIRef
from rdflib.compare import isomorphic

from .index_world import act, dataset, department

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal")
DQV = Namespace("http://www.w3.org/ns/dqv#")
SITE = "http://test.ckan.net"
SCORE = URIRef(f"{SITE}/openindex/methodology/1.0#metric-score")
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}
STOCK = (
    pytest.mark.ckan_config("ckan.plugins", "openindex dcat"),
    pytest.mark.ckan_config("ckanext.dcat.rdf.profiles", "euro_dcat_ap_3 openindex"),
)


@pytest.fixture(scope="module")
def made(empty_portal: Any) -> list[dict[str, Any]]:
    """Datasets of one department, the last of which is internal."""
    owner = department()
    found = [dataset(owner), dataset(owner), dataset(owner), dataset(owner, grade="internal")]
    computing.marked()
    return found


def ref(one: dict[str, Any]) -> URIRef:
    return URIRef(f"{SITE}/dataset/{one['id']}")


def scores(g: Graph) -> dict[str, float]:
    """Scores by the IRI of what they were computed on."""
    return {
        str(g.value(one, DQV.computedOn)): float(g.value(one, DQV.value))
        for one in g.subjects(DQV.isMeasurementOf, SCORE)
    }


def test_all_figures_are_there_in_each_form_and_say_the_same(app, made):
    graphs = {
        extension: Graph().parse(
            data=app.get(f"/openindex/all.{extension}", status=200).body, format=name
        )
        for extension, name in FORMATS.items()
    }
    told = scores(graphs["nt"])
    for one in made[:3]:
        assert told[str(ref(one))] == whole.scores("1.0")[one["id"]]
    assert f"{SITE}/openindex" in told
    assert f"{SITE}/organization/{made[0]['owner_org']}" in told
    assert str(ref(made[3])) not in told
    assert all(isomorphic(g, graphs["nt"]) for g in graphs.values())
    metrics = set(graphs["nt"].objects(None, DQV.isMeasurementOf))
    assert metrics <= set(graphs["nt"].subjects(RDF.type, DQV.Metric))
    assert all((one, SKOS.prefLabel, None) in graphs["nt"] for one in metrics)


def test_pages_follow_each_other_and_hold_each_dataset_once(app, made):
    address, seen = "/openindex/all.ttl?limit=2", list[str]()
    for _ in range(3):
        answer = app.get(address, status=200)
        seen += scores(Graph().parse(data=answer.body, format="turtle"))
        link = answer.headers.get("Link")
        if link is None:
            break
        address = link.split(">")[0].removeprefix(f"<{SITE}")
    assert sorted(seen) == sorted(str(ref(one)) for one in made[:3])


def test_the_form_is_negotiated(app, made):
    for accept, content in (
        ("text/turtle", "text/turtle"),
        ("application/ld+json;q=0.9, text/turtle;q=0.1", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("", "text/turtle"),
    ):
        answer = app.get("/openindex/all?limit=1", headers={"Accept": accept}, status=200)
        assert answer.body
        assert answer.headers["Content-Type"].startswith(content)
        assert "Accept" in answer.headers["Vary"]
    refused = app.get("/openindex/all", headers={"Accept": "image/png"}, status=406)
    assert len(refused.json["available"]) == 4


def test_what_is_not_there_and_what_is_wrong_is_said(app, made):
    app.get("/openindex/all.exe", status=404)
    for query in ("limit=0", "limit=x", "limit=100000", "limit=1&after=%27%3B--"):
        app.get(f"/openindex/all.nt?{query}", status=400)


def test_who_has_it_is_not_sent_it_again(app, made):
    answer = app.get("/openindex/all.nt?limit=1", status=200)
    assert answer.body
    moment = answer.headers["Last-Modified"]
    app.get("/openindex/all.nt?limit=1", headers={"If-Modified-Since": moment}, status=304)


def test_a_datasets_own_linked_data_have_its_figures(app, made):
    body = app.get(f"/dataset/{made[0]['id']}.ttl", status=200).body
    g = Graph().parse(data=body, format="turtle")
    assert set(scores(g)) == {str(ref(made[0]))}
    measurement = g.value(predicate=DQV.isMeasurementOf, object=SCORE)
    assert (ref(made[0]), DQV.hasQualityMeasurement, measurement) in g
    assert g.value(measurement, PROV.wasGeneratedBy) is not None
    assert (ref(made[0]), RDF.type, DCAT.Dataset) in g
    catalogue = app.get("/catalog.ttl", status=200).body
    assert "QualityMeasurement" not in catalogue


def test_datasets_are_read_in_batches(app, made, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(quality, "BATCH", 1)
    body = app.get("/openindex/all.nt", status=200).body
    assert len(scores(Graph().parse(data=body, format="nt"))) == 3 + 3


@STOCK[0]
@STOCK[1]
def test_on_a_stock_site_with_ckanext_dcat_figures_are_in_both(app):
    one = dataset(department())
    computing.marked()
    body = app.get(f"/dataset/{one['name']}.ttl", status=200).body
    assert str(ref(one)) in scores(Graph().parse(data=body, format="turtle"))
    body = app.get("/openindex/all.ttl", status=200).body
    told = scores(Graph().parse(data=body, format="turtle"))
    assert told[str(ref(one))] == whole.scores("1.0")[one["id"]]
    act("package_delete", id=one["id"])
    model.Session.commit()
