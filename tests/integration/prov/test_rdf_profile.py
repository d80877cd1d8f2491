"""Provenance in ckanext-dcat's graphs, and back: what one site exports another keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import helpers
from ckanext.dcat.processors import RDFParser
from ckanext.prov.domain import foreign
from pyshacl import validate
from rdflib import DCAT, PROV, RDF, SH, BNode, Graph, URIRef
from rdflib.compare import isomorphic

from .prov_world import act, dataset, department, unique, upload

SITE = "http://test.ckan.net"
ELSEWHERE = "http://elsewhere.example"
SHAPES = Path(__file__).parents[4] / "shared" / "shacl"


@pytest.fixture(scope="module")
def world(empty_portal) -> dict[str, Any]:
    owner = department("水务局")
    made = dataset(owner)
    file = act("resource_create", package_id=made["id"], name="表", upload=upload("a,b\n1,2\n"))
    act("resource_patch", id=file["id"], upload=upload("a,b\n3,4\n"), format="CSV")
    act("prov_version_create", id=made["id"], label="2.0", note="第二版")
    return {"owner": owner, "made": made, "file": file}


@pytest.fixture(scope="module")
def client(world, empty_portal):
    return empty_portal.app.flask_app.test_client(use_cookies=False)


def read(client, path: str) -> Graph:
    answer = client.get(path)
    assert answer.status_code == 200, answer.data[:500]
    form = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}[path.rpartition(".")[2]]
    return Graph().parse(data=answer.data, format=form)


def ref(made: dict[str, Any]) -> URIRef:
    return URIRef(f"{SITE}/dataset/{made['id']}")


def test_a_dataset_tells_its_whole_provenance(client, world) -> None:
    shown = read(client, f"/dataset/{world['made']['id']}.ttl")
    record = read(client, f"/dataset/{world['made']['id']}/provenance.ttl")
    ours = {t for t in record if foreign.is_ours(str(t[1]), str(t[2]))}
    assert len(ours) > 20
    assert ours <= set(shown)


def test_what_other_profiles_say_is_not_said_again(client, world) -> None:
    shown = read(client, f"/dataset/{world['made']['id']}.ttl")
    for name in ("title", "issued", "modified", "publisher", "identifier", "description"):
        values = list(shown.objects(ref(world["made"]), URIRef(f"http://purl.org/dc/terms/{name}")))
        assert len(values) == 1, (name, values)
    assert not any(isinstance(term, BNode) for triple in shown for term in triple)


@pytest.mark.parametrize("form", ["jsonld", "rdf"])
def test_every_form_of_a_dataset_tells_it(client, world, form: str) -> None:
    plain = read(client, f"/dataset/{world['made']['id']}.ttl")
    assert isomorphic(read(client, f"/dataset/{world['made']['id']}.{form}"), plain)


@pytest.mark.parametrize("name", ["dcat-ap-3.0.1-shapes.ttl", "dcat-ap-3.0.0-SHACL.ttl"])
def test_a_dataset_with_its_provenance_conforms_to_dcat_ap(client, world, name: str) -> None:
    if not (SHAPES / name).exists():
        pytest.skip("the shapes of DCAT-AP lie beside the repository")
    shown = read(client, f"/dataset/{world['made']['id']}.ttl")
    _, results, text = validate(shown, shacl_graph=Graph().parse(SHAPES / name), advanced=True)
    assert not list(results.subjects(SH.resultSeverity, SH.Violation)), text


def test_the_catalogue_links_to_the_provenance(client, world) -> None:
    graph = read(client, "/catalog.ttl")
    link = graph.value(ref(world["made"]), PROV.has_provenance)
    assert client.get(str(link).removeprefix(SITE)).status_code == 200
    assert not list(graph.subjects(RDF.type, PROV.Activity))


def test_the_catalogue_tells_all_when_the_setting_says_so(client, world, monkeypatch) -> None:
    monkeypatch.setitem(tk.config, "ckanext.prov.rdf.catalogue", "full")
    for path in ("/catalog.ttl", "/catalog/all.nt"):
        graph = read(client, path)
        assert list(graph.subjects(RDF.type, PROV.Activity))
        assert set(graph.subjects(RDF.type, DCAT.Dataset)) == set(
            graph.objects(URIRef(SITE), DCAT.dataset)
        )
    act("prov_version_create", id=world["made"]["id"], label=unique("v"))
    assert len(read(client, "/catalog/all.nt")) > len(graph)


def test_nothing_is_told_when_the_setting_says_so(client, world, monkeypatch) -> None:
    for name in ("catalogue", "dataset"):
        monkeypatch.setitem(tk.config, f"ckanext.prov.rdf.{name}", "none")
    for path in ("/catalog.ttl", f"/dataset/{world['made']['id']}.ttl"):
        assert not [t for t in read(client, path) if str(t[1]).startswith(str(PROV))]


@pytest.fixture(scope="module")
def sent(client, world) -> Graph:
    """The catalogue as another site would have it: the same under another address."""
    before = tk.config["ckanext.prov.rdf.catalogue"]
    tk.config["ckanext.prov.rdf.catalogue"] = "full"
    data = client.get("/catalog.ttl").data.replace(SITE.encode(), ELSEWHERE.encode())
    tk.config["ckanext.prov.rdf.catalogue"] = before
    return Graph().parse(data=data, format="turtle")


@pytest.fixture(scope="module")
def harvested(sent, world) -> dict[str, Any]:
    return taken(sent, world["owner"])


def taken(graph: Graph, owner: dict[str, Any]) -> dict[str, Any]:
    """What ckanext-dcat's harvester makes of the only dataset of a catalogue, stored."""
    parser = RDFParser()
    parser.parse(graph.serialize(format="turtle"), _format="ttl")
    (one,) = parser.datasets()
    one |= {
        "name": unique("h-"), "title": unique("外来名录"), "notes": "外来。", "status": "published",
        "owner_org": owner["id"], "theme": "07", "update_cycle": "yearly",
        "open_type": "unconditional",
    }  # fmt: skip
    one["resources"] = [
        {"name": "表", "url": "http://a.example/x.csv", "uri": row["uri"]}
        for row in one["resources"]
    ]
    one["extras"] = [row for row in one["extras"] if row["key"] in ("uri", "prov_statements")]
    return act("package_create", **one)


def test_what_one_site_exports_another_keeps(client, sent, harvested) -> None:
    uri = URIRef(next(row["value"] for row in harvested["extras"] if row["key"] == "uri"))
    before = graph_of(foreign.gather(sent, uri, SITE))
    assert len(before) > 30
    for path in (f"/dataset/{harvested['id']}.ttl", f"/dataset/{harvested['id']}/provenance.nt"):
        again = read(client, path)
        own = {t for t in again if SITE in str(t[0]) + str(t[2])}
        after = graph_of(foreign.gather(without(again, own), uri, SITE))
        assert isomorphic(before, after), (set(before) ^ set(after), path)


def graph_of(lines: str) -> Graph:
    return Graph().parse(data=lines, format="nt")


def without(graph: Graph, triples: set[Any]) -> Graph:
    left = Graph()
    for triple in set(graph) - triples:
        left.add(triple)
    return left


def test_what_came_from_elsewhere_is_in_every_form_of_the_record(client, harvested) -> None:
    for form in ("json", "provn", "jsonld", "rdf", "ttl"):
        body = client.get(f"/dataset/{harvested['id']}/provenance.{form}").get_data(as_text=True)
        assert f"{ELSEWHERE}/" in body, form


def test_what_came_from_elsewhere_keeps_the_rules_of_prov(client, harvested) -> None:
    from ckanext.prov.domain.constraints import check
    from ckanext.prov.domain.reading import read as read_document

    body = client.get(f"/dataset/{harvested['id']}/provenance.nt").data
    found = read_document(body, "nt", SITE)
    faults = [fault for fault in check(found.document) if fault.severity == "error"]
    assert not faults, faults[:5]


def test_what_came_from_elsewhere_is_not_shown_as_a_field(client, harvested) -> None:
    page = client.get(f"/dataset/{harvested['name']}").get_data(as_text=True)
    assert "prov_statements" not in page
    found = helpers.call_action("package_search", q="wasGeneratedBy")
    assert found["count"] == 0


def test_blank_nodes_from_elsewhere_get_names(client, world) -> None:
    data = f"""
        @prefix dcat: <{DCAT}> . @prefix prov: <{PROV}> . @prefix dct: <http://purl.org/dc/terms/> .
        <{ELSEWHERE}/d/1> a dcat:Dataset ; dct:title "甲" ;
          prov:wasGeneratedBy [ a prov:Activity ], [ a prov:Activity ; prov:used <{ELSEWHERE}/r> ] .
    """
    one = taken(Graph().parse(data=data, format="turtle"), world["owner"])
    kept = graph_of(next(r["value"] for r in one["extras"] if r["key"] == "prov_statements"))
    assert not any(isinstance(term, BNode) for triple in kept for term in triple)
    assert len(list(kept.objects(URIRef(f"{ELSEWHERE}/d/1"), PROV.wasGeneratedBy))) == 2
