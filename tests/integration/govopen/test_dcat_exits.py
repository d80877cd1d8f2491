"""The addresses of the catalogue as linked data: who is in it, and what they answer."""

from __future__ import annotations

import json

import pytest
from ckan import model, plugins
from rdflib import CSVW, DCAT, DCTERMS, FOAF, RDF, SKOS, Graph, Literal, URIRef

from .canary import CLASSIFIED, INTERNAL, World, create, fixed

SITE = "http://test.ckan.net"
AUTHORITY = "http://publications.europa.eu/resource/authority"
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "xml": "xml", "n3": "n3"}


@pytest.fixture(scope="module")
def world(empty_portal) -> World:
    made = World().build()
    made.plant(INTERNAL)
    made.plant(CLASSIFIED)
    create(
        "public", id=fixed("full"), name="wan-zheng", title="完整名录", update_cycle="tenday",
        theme="15", industry="Q", service="", division_code="520100", temporal_start="2020-01-01",
        temporal_end="2023-12-31", contact_name="张三", contact_phone="0851-1234",
        spatial='{"type": "Point", "coordinates": [106.7, 26.6]}', data_modified="2024-02-01",
        elements=[
            {"name": "机构名称", "mark": "JGMC", "type": "C", "length": "200", "is_key": "true"},
            {"name": "床位数", "type": "I"},
        ],
        resources=[
            {"id": fixed("api"), "name": "查询接口", "kind": "api", "url": "http://a.example/api"},
            {"id": fixed("file"), "name": "表", "kind": "file", "format": "CSV", "size": 12,
             "url": "http://a.example/b c.csv", "hash": "sha256:" + "0f" * 32},
        ],
    )  # fmt: skip
    create("public", name="yi-xia-jia", title="已下架名录", status="withdrawn")
    return made


@pytest.fixture(scope="module")
def client(world, empty_portal):
    return empty_portal.app.flask_app.test_client(use_cookies=False)


@pytest.fixture(scope="module")
def graph(client) -> Graph:
    return Graph().parse(data=client.get("/catalog.ttl").data, format="turtle")


@pytest.mark.parametrize("ending", FORMATS)
def test_each_format_of_the_catalogue_says_the_same(client, graph, ending: str) -> None:
    answer = client.get(f"/catalog.{ending}")
    assert answer.status_code == 200
    parsed = Graph().parse(data=answer.data, format=FORMATS[ending])
    plain = {
        triple for triple in graph if "hydra" not in triple[1] and "catalog.ttl" not in triple[0]
    }
    assert plain <= set(parsed)


def test_the_catalogue_holds_published_public_datasets_and_nothing_else(graph, world) -> None:
    titles = {
        str(graph.value(ref, DCTERMS.title)) for ref in graph.subjects(RDF.type, DCAT.Dataset)
    }
    assert titles == {"公开名录", "完整名录"}


@pytest.mark.parametrize("reader", ["member", "editor", "other", "admin"])
def test_the_catalogue_is_the_public_one_for_every_reader(client, world, reader: str) -> None:
    headers = {"Authorization": world.readers[reader]}
    body = client.get("/catalog.ttl", headers=headers).get_data(as_text=True)
    assert body == client.get("/catalog.ttl").get_data(as_text=True)
    assert INTERNAL.word not in body
    assert CLASSIFIED.word not in body


@pytest.mark.parametrize("path", ["/catalog.nt", "/catalog.exe", "/dataset/wan-zheng.nt"])
def test_an_unknown_extension_is_not_found(client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("hidden", [INTERNAL, CLASSIFIED], ids=lambda hidden: hidden.grade)
def test_a_hidden_dataset_is_not_found_as_linked_data(client, hidden) -> None:
    for ending in FORMATS:
        assert client.get(f"/dataset/{hidden.id()}.{ending}").status_code == 404


def test_those_who_may_see_a_dataset_get_its_access_right(client, world) -> None:
    for reader, hidden, right in (
        ("other", INTERNAL, "RESTRICTED"),
        ("editor", CLASSIFIED, "NON_PUBLIC"),
    ):
        headers = {"Authorization": world.readers[reader]}
        answer = client.get(f"/dataset/{hidden.id()}.ttl", headers=headers)
        shown = Graph().parse(data=answer.data, format="turtle")
        value = shown.value(URIRef(f"{SITE}/dataset/{hidden.id()}"), DCTERMS.accessRights)
        assert value == URIRef(f"{AUTHORITY}/access-right/{right}")


def test_a_dataset_type_of_another_extension_is_not_served_as_a_dataset(client, world) -> None:
    headers = {"Authorization": world.readers["admin"]}
    assert client.get(f"/dataset/{world.source}.ttl", headers=headers).status_code == 404


def test_a_dataset_is_described_in_terms_of_dcat_ap(graph) -> None:
    ref = URIRef(f"{SITE}/dataset/{fixed('full')}")
    assert (ref, DCTERMS.title, Literal("完整名录", lang="zh")) in graph
    assert graph.value(ref, DCTERMS.accrualPeriodicity) == URIRef(
        f"{AUTHORITY}/frequency/MONTHLY_3"
    )
    assert graph.value(ref, DCTERMS.accessRights) == URIRef(f"{AUTHORITY}/access-right/PUBLIC")
    assert graph.value(ref, DCTERMS.language) == URIRef(f"{AUTHORITY}/language/ZHO")
    assert set(graph.objects(ref, DCAT.theme)) == {
        URIRef(f"{SITE}/vocabulary/theme/15"), URIRef(f"{SITE}/vocabulary/industry/Q"),
    }  # fmt: skip
    period = graph.value(ref, DCTERMS.temporal)
    assert str(graph.value(period, DCAT.startDate)) == "2020-01-01"
    publisher = graph.value(ref, DCTERMS.publisher)
    assert (publisher, FOAF.name, Literal("试办市数据局", lang="zh")) in graph
    assert URIRef(f"{SITE}/vocabulary/division/520100") in set(graph.objects(ref, DCTERMS.spatial))


def test_files_and_interfaces_are_distributions(graph) -> None:
    file, api = (
        URIRef(f"{SITE}/dataset/{fixed('full')}/resource/{fixed(k)}") for k in ("file", "api")
    )
    assert graph.value(file, DCTERMS["format"]) == URIRef(f"{AUTHORITY}/file-type/CSV")
    assert graph.value(file, DCAT.downloadURL) == URIRef("http://a.example/b%20c.csv")
    assert str(graph.value(file, DCAT.byteSize)) == "12"
    service = graph.value(api, DCAT.accessService)
    assert graph.value(service, DCAT.endpointURL) == URIRef("http://a.example/api")


def test_columns_are_tied_to_elements_so_that_datasets_can_be_joined(graph, client) -> None:
    ref = URIRef(f"{SITE}/dataset/{fixed('full')}")
    schema = graph.value(ref, CSVW.tableSchema)
    columns = list(graph.items(graph.value(schema, CSVW.column)))
    assert [str(graph.value(column, CSVW.title)) for column in columns] == ["机构名称", "床位数"]
    address = str(graph.value(columns[0], CSVW.propertyUrl))
    assert address.startswith(f"{SITE}/element/")
    answer = client.get(address.removeprefix(SITE) + ".ttl")
    element = Graph().parse(data=answer.data, format="turtle")
    assert (URIRef(address), SKOS.prefLabel, Literal("机构名称", lang="zh")) in element


def test_an_element_resolves_as_page_and_as_linked_data(graph, client) -> None:
    address = URIRef(next(node for node in graph.objects(None, CSVW.propertyUrl)))
    path = address.removeprefix(SITE)
    for accepted, form in (("text/turtle", "turtle"), ("application/ld+json", "json-ld")):
        answer = client.get(path, headers={"Accept": accepted})
        assert (answer.mimetype, "Accept" in answer.headers["Vary"]) == (accepted, True)
        assert (address, RDF.type, SKOS.Concept) in Graph().parse(data=answer.data, format=form)
    page = client.get(path, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.mimetype == "text/html"


def test_levels_are_nested_catalogues(graph) -> None:
    ref = URIRef(f"{SITE}/dataset/{fixed('full')}")
    home = next(node for node in graph.subjects(DCAT.dataset, ref) if "/catalogue/" in node)
    above = list(graph.transitive_subjects(DCAT.catalog, home))
    assert URIRef(SITE) in above
    titles = {str(title) for node in above for title in graph.objects(node, DCTERMS.title)}
    assert {"文化、卫生、体育", "试办市数据局", "贵州省"} <= titles


def test_an_element_of_hidden_datasets_only_is_not_found(client, world) -> None:
    from ckanext.govopen.model import Element

    code = model.Session.query(Element.code).filter_by(name=f"{INTERNAL.word}编号").scalar()
    assert client.get(f"/element/{code}.ttl").status_code == 404
    headers = {"Authorization": world.readers["other"]}
    assert client.get(f"/element/{code}.ttl", headers=headers).status_code == 200


def test_json_ld_carries_its_context_and_keeps_lists(client) -> None:
    document = json.loads(client.get("/catalog.jsonld").data)
    assert document["@context"]["dcat"] == str(DCAT)
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert isinstance(nodes[f"{SITE}/dataset/{fixed('full')}"]["dct:title"], list)


def test_pages_of_the_catalogue_are_linked_and_add_up(client, monkeypatch) -> None:
    monkeypatch.setitem(plugins.toolkit.config, "ckanext.dcat.datasets_per_page", 1)
    seen, address = set(), "/catalog.ttl?q=名录"
    while address:
        page = Graph().parse(data=client.get(address).data, format="turtle")
        seen |= set(page.subjects(RDF.type, DCAT.Dataset))
        links = page.subject_objects(URIRef("http://www.w3.org/ns/hydra/core#next"))
        address = next((str(link).removeprefix(SITE) for _, link in links), "")
    assert len(seen) == 2


@pytest.mark.parametrize("query", ["page=0", "page=x", "modified_since=yesterday"])
def test_a_wrong_question_is_refused_and_not_an_error(client, query: str) -> None:
    assert client.get(f"/catalog.ttl?{query}").status_code == 409


@pytest.mark.parametrize(
    ("path", "label"),
    [("/vocabulary/theme/15", "文化、卫生、体育"), ("/vocabulary/division/520100", "贵阳市")],
)
def test_concepts_resolve_as_page_and_as_linked_data(client, path: str, label: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert label in page.get_data(as_text=True)
    assert "Accept" in page.headers["Vary"]
    for answer in (
        client.get(path + ".ttl"), client.get(path, headers={"Accept": "text/turtle"}),
    ):  # fmt: skip
        parsed = Graph().parse(data=answer.data, format="turtle")
        assert (URIRef(SITE + path), SKOS.prefLabel, Literal(label, lang="zh")) in parsed


def test_a_vocabulary_resolves_with_all_its_concepts(client) -> None:
    parsed = Graph().parse(data=client.get("/vocabulary/theme.jsonld").data, format="json-ld")
    assert len(set(parsed.subjects(RDF.type, SKOS.Concept))) == 20
    assert client.get("/vocabulary/theme").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/vocabulary/nothing",
        "/vocabulary/theme/99",
        "/vocabulary/division/999999",
        "/element/X.ttl",
    ],
)
def test_an_unknown_iri_is_not_found(client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_reader_cannot_choose_a_profile_that_misreads_the_catalogue(client) -> None:
    answer = client.get("/catalog.ttl?profiles=schemaorg")
    assert answer.status_code == 200
    assert b"dcat:Dataset" in answer.data


def test_harvesting_our_catalogue_with_ckanext_dcat_finds_its_datasets(client) -> None:
    from ckanext.dcat.processors import RDFParser

    parser = RDFParser()
    parser.parse(client.get("/catalog.ttl").data, _format="ttl")
    assert {dataset["title"] for dataset in parser.datasets()} == {"公开名录", "完整名录"}
