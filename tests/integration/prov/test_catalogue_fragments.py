"""The catalogue is put together from kept fragments: whole, in step with the data, public only."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.dcat.processors import RDFSerializer
from ckanext.prov.fragments import listing, making
from ckanext.prov.model import FragmentRow, SurroundingsRow
from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic, to_isomorphic

from .prov_world import act, dataset, department, person, seen, unique

SITE = "http://test.ckan.net"
PARSED = {"nt": "nt", "ttl": "turtle", "jsonld": "json-ld"}


@pytest.fixture(scope="module")
def world(empty_portal) -> dict[str, Any]:
    owner = department("水务局")
    made = [
        dataset(
            owner, tags=[{"name": "水库"}],
            resources=[{"name": "表", "url": f"http://a.example/{n}.csv", "format": "CSV"}],
        )
        for n in range(5)
    ]  # fmt: skip
    return {"owner": owner, "datasets": made}


@pytest.fixture(scope="module")
def client(world, empty_portal):
    return empty_portal.app.flask_app.test_client(use_cookies=False)


@pytest.fixture
def in_request(world, empty_portal) -> Iterator[None]:
    with empty_portal.app.flask_app.test_request_context():
        yield


def whole(client, form: str = "nt") -> Graph:
    answer = client.get(f"/catalog/all.{form}")
    assert answer.status_code == 200, answer.data[:300]
    return Graph().parse(data=answer.data, format=PARSED[form])


def titles(graph: Graph) -> set[str]:
    return {str(graph.value(ref, DCTERMS.title)) for ref in graph.subjects(RDF.type, DCAT.Dataset)}


def kept() -> set[str]:
    return set(model.Session.scalars(sa.select(FragmentRow.dataset_id)))


def ref(made: dict[str, Any]) -> URIRef:
    return URIRef(f"{SITE}/dataset/{made['id']}")


@pytest.mark.parametrize("form", PARSED)
def test_the_whole_catalogue_holds_every_dataset_in_each_form(client, world, form: str) -> None:
    graph = whole(client, form)
    assert {made["title"] for made in world["datasets"]} <= titles(graph)
    root = URIRef(SITE)
    assert set(graph.objects(root, DCAT.dataset)) == set(graph.subjects(RDF.type, DCAT.Dataset))


def test_the_forms_of_the_whole_catalogue_say_the_same(client) -> None:
    graphs = [to_isomorphic(whole(client, form)) for form in PARSED]
    assert graphs[0] == graphs[1] == graphs[2]


def test_a_page_and_the_whole_say_the_same_of_each_dataset(client, world) -> None:
    page = Graph().parse(data=client.get("/catalog.jsonld").data, format="json-ld")
    everything = whole(client)
    for made in world["datasets"]:
        assert set(page.predicate_objects(ref(made))) == set(
            everything.predicate_objects(ref(made))
        )


def test_a_fragment_says_what_ckanext_dcat_says_of_the_dataset(client, world, in_request) -> None:
    """And beside it no more than which catalogues list it, and where its provenance is."""
    making.make(listing.page(100))
    for made in world["datasets"]:
        theirs = RDFSerializer(profiles=["govopen_dcat"])
        theirs.graph_from_dataset(seen("package_show", id=made["id"]))
        row = model.Session.get(FragmentRow, made["id"])
        ours = Graph().parse(data=row.nt + row.nt_shared, format="nt")
        ours.remove((None, PROV.has_provenance, None))
        roots = {URIRef(SITE)}
        for triple in [t for t in ours if t[0] in roots or (t[2] in roots)]:
            ours.remove(triple)
        assert isomorphic(ours, triples_of(theirs.g))


def triples_of(graph: Graph) -> Graph:
    """The triples without the context that ckanext-dcat keeps them in."""
    plain = Graph()
    for triple in graph.triples((None, None, None)):
        plain.add(triple)
    return plain


def test_a_change_of_a_dataset_shows_at_once(client, world) -> None:
    made = world["datasets"][0]
    whole(client)
    title = unique("改了名的名录")
    act("package_patch", id=made["id"], title=title)
    assert title in titles(whole(client))


def test_a_change_of_a_department_shows_at_once_in_its_datasets(client, world) -> None:
    whole(client)
    assert world["datasets"][1]["id"] in kept()
    title = unique("改了名的局")
    act("organization_patch", id=world["owner"]["id"], title=title)
    graph = whole(client)
    publisher = graph.value(ref(world["datasets"][1]), DCTERMS.publisher)
    assert (publisher, FOAF.name, Literal(title, lang="zh")) in graph


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "draft"},
        {"grade": "internal", "share_type": "conditional", "share_condition": "x",
         "open_type": "none", "no_open_basis": "《条例》第九条"},
    ],
    ids=["draft", "internal"],
)  # fmt: skip
def test_no_fragment_of_what_is_not_public_is_kept(client, world, hidden) -> None:
    made = dataset(world["owner"])
    whole(client)
    assert made["id"] in kept()
    act("package_patch", id=made["id"], **hidden)
    assert made["id"] not in kept()
    body = client.get("/catalog/all.nt").get_data(as_text=True)
    assert made["id"] not in body
    assert made["id"] not in kept()


def test_a_deleted_dataset_leaves_the_catalogue_and_the_store(client, world) -> None:
    made = dataset(world["owner"])
    whole(client)
    act("package_delete", id=made["id"])
    assert made["id"] not in kept()
    assert made["title"] not in titles(whole(client))


def test_a_withdrawn_dataset_is_public_and_not_listed(client, world) -> None:
    made = dataset(world["owner"])
    assert made["title"] in titles(whole(client))
    act("package_patch", id=made["id"], status="withdrawn")
    assert made["title"] not in titles(whole(client))


def test_nothing_is_kept_while_a_department_is_being_changed(client, world, in_request) -> None:
    model.Session.execute(sa.delete(FragmentRow))
    model.Session.commit()
    with model.meta.engine.begin() as other:
        other.execute(sa.update(SurroundingsRow).values(number=SurroundingsRow.number + 1))
        assert making.make(listing.page(100))
        assert not kept()
    making.make(listing.page(100))
    assert kept()


def test_the_whole_catalogue_is_the_same_for_a_reader_who_is_signed_in(client, world) -> None:
    token = tk.get_action("api_token_create")(
        {"ignore_auth": True, "user": "admin"},
        {"user": person("editor", world["owner"]), "name": "t"},
    )["token"]
    hidden = dataset(world["owner"], status="draft")
    answer = client.get("/catalog/all.nt", headers={"Authorization": token})
    assert answer.data == client.get("/catalog/all.nt").data
    assert hidden["id"] not in answer.get_data(as_text=True)


def test_the_whole_catalogue_is_compressed_for_those_who_take_it(client) -> None:
    answer = client.get("/catalog/all.nt", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert gzip.decompress(answer.data) == client.get("/catalog/all.nt").data
    refused = client.get("/catalog/all.nt", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


@pytest.mark.parametrize("path", ["/catalog.jsonld", "/catalog.ttl", "/catalog/all.nt"])
def test_what_has_not_changed_is_not_sent_nor_built_again(
    client, world, path: str, monkeypatch
) -> None:
    etag = client.get(path).headers["ETag"]

    def fail(*args: Any) -> None:
        raise AssertionError("built")

    monkeypatch.setattr("ckanext.prov.dcat.building.graph", fail)
    monkeypatch.setattr("ckanext.prov.dcat.building.root", fail)
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    monkeypatch.undo()
    act("package_patch", id=world["datasets"][2]["id"], notes=unique("摘要"))
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_following_the_links_misses_nothing_although_datasets_change(
    client, world, monkeypatch
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.dcat.datasets_per_page", 2)
    wanted = set(whole(client).subjects(RDF.type, DCAT.Dataset))
    seen_refs, address, pages = set(), "/catalog.jsonld", 0
    while address:
        document = json.loads(client.get(address).data)
        types = {node["@id"]: node.get("@type", []) for node in document["@graph"]}
        seen_refs |= {URIRef(iri) for iri, kinds in types.items() if "dcat:Dataset" in kinds}
        paging = next(
            node for node in document["@graph"] if "hydra:PagedCollection" in node.get("@type", [])
        )
        address = paging.get("hydra:next", {}).get("@id", "").removeprefix(SITE)
        pages += 1
        act("package_patch", id=world["datasets"][4]["id"], notes=unique("摘要"))
        act("package_patch", id=world["datasets"][0]["id"], notes=unique("摘要"))
    assert pages == -(-len(wanted) // 2)
    assert wanted <= seen_refs


def test_a_page_of_json_ld_has_one_node_for_each_thing_and_its_context(client, world) -> None:
    document = json.loads(client.get("/catalog.jsonld").data)
    names = [node["@id"] for node in document["@graph"]]
    assert len(names) == len(set(names))
    root = next(node for node in document["@graph"] if node["@id"] == SITE)
    assert {made["id"] for made in world["datasets"]} <= {
        link["@id"].rpartition("/")[2] for link in root["dcat:dataset"]
    }
    assert document["@context"]["dcat:dataset"] == {"@id": "dcat:dataset", "@container": "@set"}


@pytest.mark.parametrize("path", ["/catalog/all.exe", "/catalog/all.json", "/catalog.nt"])
def test_an_unknown_extension_is_not_found(client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["after=a b", "after=%22", "page=99999999999"])
def test_a_position_that_is_none_is_refused(client, query: str) -> None:
    assert client.get(f"/catalog.ttl?{query}").status_code == 409


def test_isomorphism_is_not_blind(client) -> None:
    graph = whole(client)
    assert not isomorphic(graph, Graph())
