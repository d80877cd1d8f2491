"""The addresses of provenance: six forms, negotiation, caches, and who may read."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.prov.model import DocumentRow
from prov.model import ProvDocument
from rdflib import PROV, RDF, Graph, URIRef
from rdflib.compare import to_isomorphic

from .prov_world import act, dataset, department, has_plugin, person, unique, upload

SITE = "http://test.ckan.net"
RDF_FORMS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}
MEDIA = {
    "ttl": "text/turtle", "jsonld": "application/ld+json", "rdf": "application/rdf+xml",
    "nt": "application/n-triples", "json": "application/json",
    "provn": "text/provenance-notation",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(empty_portal) -> dict[str, Any]:
    owner = department("水务局")
    made = dataset(owner)
    file = act("resource_create", package_id=made["id"], name="表", upload=upload("a,b\n1,2\n"))
    other = act(
        "resource_create", package_id=made["id"], name="别的", url="http://a.example/x.json",
        format="JSON",
    )  # fmt: skip
    act("resource_patch", id=file["id"], upload=upload("a,b\n3,4\n"), format="CSV")
    hidden = dataset(owner, status="draft")
    return {"owner": owner, "made": made, "file": file, "other": other, "hidden": hidden}


@pytest.fixture(scope="module")
def client(world, empty_portal):
    return empty_portal.app.flask_app.test_client(use_cookies=False)


@pytest.fixture(scope="module")
def path(world) -> str:
    return f"/dataset/{world['made']['name']}/provenance"


def token(user: str) -> dict[str, str]:
    made = tk.get_action("api_token_create")(
        {"ignore_auth": True, "user": user}, {"user": user, "name": unique()}
    )
    return {"Authorization": made["token"]}


def kept() -> set[str]:
    return set(model.Session.scalars(sa.select(DocumentRow.dataset_id)))


def test_the_forms_in_rdf_say_the_same(client, path) -> None:
    graphs = {
        form: to_isomorphic(Graph().parse(data=client.get(f"{path}.{form}").data, format=parser))
        for form, parser in RDF_FORMS.items()
    }
    assert len(graphs["nt"]) > 20
    for form in RDF_FORMS:
        assert graphs[form] == graphs["nt"], form


def test_the_library_prov_reads_both_of_its_forms_alike(client, path) -> None:
    read = {}
    for form, name in (("json", "json"), ("provn", "provn")):
        body = client.get(f"{path}.{form}").get_data(as_text=True)
        assert client.get(f"{path}.{form}").status_code == 200
        if form == "json":
            read[form] = ProvDocument.deserialize(content=body, format=name)
        else:
            assert body.startswith("document")
    assert read["json"].get_records()


@pytest.mark.parametrize("form", MEDIA)
def test_each_form_says_what_it_is(client, path, form: str) -> None:
    answer = client.get(f"{path}.{form}")
    assert answer.mimetype == MEDIA[form]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/turtle", "text/turtle"),
        ("application/json;q=0.5, application/ld+json;q=0.9", "application/ld+json"),
        ("text/provenance-notation, text/html;q=0.1", "text/provenance-notation"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("application/json;q=0, application/*", "application/ld+json"),
        ("", "text/html"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        (
            'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
            "application/ld+json",
        ),
        ("text/turtle;q=0.1;x=y, application/n-triples;q=0.2", "application/n-triples"),
        ("*/*;q=0.1, application/rdf+xml", "application/rdf+xml"),
        ("TEXT/TURTLE", "text/turtle"),
    ],
)
def test_accept_chooses_with_its_weights(client, path, accept: str, kind: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert "Accept" in answer.headers["Vary"]


def test_a_type_that_is_not_there_gets_the_list_of_those_that_are(client, path) -> None:
    answer = client.get(path, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert {one["type"] for one in answer.json["available"]} >= set(MEDIA.values())
    for one in answer.json["available"]:
        assert client.get(one["url"].removeprefix(SITE)).status_code == 200


@pytest.mark.parametrize("ending", ["exe", "xml", "html", "ttl.gz"])
def test_an_unknown_form_is_not_found(client, path, ending: str) -> None:
    assert client.get(f"{path}.{ending}").status_code == 404


def test_what_has_not_changed_is_not_sent_again(client, world, path) -> None:
    first = client.get(f"{path}.ttl")
    dated = {"If-Modified-Since": first.headers["Last-Modified"]}
    tagged = {"If-None-Match": first.headers["ETag"]}
    for headers in (tagged, dated):
        again = client.get(f"{path}.ttl", headers=headers)
        assert (again.status_code, again.data) == (304, b"")
    parsedate_to_datetime(first.headers["Last-Modified"])
    act("package_patch", id=world["made"]["id"], notes=unique("摘要"))
    assert client.get(f"{path}.ttl", headers=tagged).status_code == 200


def test_a_form_has_a_tag_of_its_own(client, path) -> None:
    tags = {client.get(f"{path}.{form}").headers["ETag"] for form in MEDIA}
    assert len(tags) == len(MEDIA)


def test_the_pages_of_a_dataset_and_a_file_link_to_their_provenance(client, world, path) -> None:
    made, file = world["made"], world["file"]
    for page, target, anchor in (
        (f"/dataset/{made['name']}", path, f"{SITE}/dataset/{made['id']}"),
        (
            f"/dataset/{made['name']}/resource/{file['id']}",
            f"/dataset/{made['name']}/resource/{file['id']}/provenance",
            f"{SITE}/dataset/{made['id']}/resource/{file['id']}",
        ),
    ):
        link = client.get(page).headers.getlist("Link")
        wanted = f'<{SITE}{target}>; rel="http://www.w3.org/ns/prov#has_provenance"'
        assert f'{wanted}; anchor="{anchor}"' in link
        assert client.get(target).status_code == 200


def test_a_file_has_a_provenance_of_its_own_within_that_of_the_dataset(client, world, path) -> None:
    made, file, other = world["made"], world["file"], world["other"]
    resource = f"/dataset/{made['name']}/resource/{file['id']}/provenance.nt"
    part = Graph().parse(data=client.get(resource).data, format="nt")
    whole = Graph().parse(data=client.get(f"{path}.nt").data, format="nt")
    assert set(part) <= set(whole)
    assert len(part) < len(whole)
    ref = URIRef(f"{SITE}/dataset/{made['id']}/resource/{file['id']}")
    assert (ref, RDF.type, PROV.Entity) in part
    assert other["id"] not in client.get(resource).get_data(as_text=True)
    assert any(part.triples((None, PROV.wasGeneratedBy, None)))


def test_unknown_and_hidden_answer_alike(client, world) -> None:
    outsider = token(person())
    for ending in ("", ".ttl", ".json"):
        for headers in ({}, outsider):
            answers = [
                client.get(f"/dataset/{name}/provenance{ending}", headers=headers)
                for name in (world["hidden"]["name"], world["hidden"]["id"], "gibt-es-nicht")
            ]
            assert {answer.status_code for answer in answers} == {404}


def test_what_is_not_public_is_for_its_readers_and_no_shared_cache(client, world) -> None:
    headers = token(person("editor", world["owner"]))
    for ending in ("", ".ttl"):
        answer = client.get(
            f"/dataset/{world['hidden']['name']}/provenance{ending}", headers=headers
        )
        assert answer.status_code == 200
        assert answer.cache_control.private
    assert world["hidden"]["id"] not in kept()


def test_what_is_public_is_kept_until_it_is_hidden(client, world) -> None:
    made = dataset(world["owner"])
    assert client.get(f"/dataset/{made['id']}/provenance.ttl").status_code == 200
    assert made["id"] in kept()
    act("package_patch", id=made["id"], status="draft")
    assert made["id"] not in kept()
    assert client.get(f"/dataset/{made['id']}/provenance.ttl").status_code == 404


def test_what_is_kept_is_sent_without_building(client, world, path, monkeypatch) -> None:
    first = client.get(f"{path}.jsonld")

    def fail(*args: Any) -> None:
        raise AssertionError("built")

    monkeypatch.setattr("ckanext.prov.fragments.documents.facts", fail)
    assert client.get(f"{path}.jsonld").data == first.data


def test_a_change_of_the_departments_name_shows(client, world, path) -> None:
    title = unique("新名水务局")
    before = client.get(f"{path}.ttl")
    act("organization_patch", id=world["owner"]["id"], title=title)
    after = client.get(f"{path}.ttl", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert title in after.get_data(as_text=True)


def test_data_leads_to_the_file_whose_type_is_accepted(client, world) -> None:
    address = f"/dataset/{world['made']['name']}/data"
    for accept, ending in (
        ("text/csv", "data.csv"),
        ("application/json, text/csv;q=0.5", "x.json"),
    ):
        answer = client.get(address, headers={"Accept": accept})
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith(ending)
        assert "Accept" in answer.headers["Vary"]
        assert "prov#has_provenance" in " ".join(answer.headers.getlist("Link"))


def test_data_says_what_the_file_derives_from(client, world) -> None:
    file, other = world["file"], world["other"]
    act(
        "prov_derivation_create", id=world["made"]["id"], resource_id=other["id"],
        source=file["id"],
    )  # fmt: skip
    answer = client.get(
        f"/dataset/{world['made']['name']}/data", headers={"Accept": "application/json"}
    )
    source = f"{SITE}/dataset/{world['made']['id']}/resource/{file['id']}"
    links = " ".join(answer.headers.getlist("Link"))
    assert f'<{source}>; rel="http://www.w3.org/ns/prov#wasDerivedFrom"' in links


def test_data_of_no_accepted_type_gets_the_list(client, world) -> None:
    answer = client.get(
        f"/dataset/{world['made']['name']}/data", headers={"Accept": "application/pdf"}
    )
    assert answer.status_code == 406
    assert {one["type"] for one in answer.json["available"]} == {"text/csv", "application/json"}


def test_data_of_a_hidden_dataset_is_not_found(client, world) -> None:
    for name in (world["hidden"]["name"], "gibt-es-nicht"):
        assert client.get(f"/dataset/{name}/data").status_code == 404


def test_the_linked_data_of_a_dataset_are_not_sent_again_until_something_changes(client) -> None:
    made = dataset(department())
    for form in ("ttl", "jsonld"):
        path = f"/dataset/{made['id']}.{form}"
        first = client.get(path)
        tag = {"If-None-Match": first.headers["ETag"]}
        assert first.headers["Last-Modified"]
        assert "Cookie" in first.headers["Vary"]
        again = client.get(path, headers=tag)
        assert (again.status_code, again.data) == (304, b"")
        act("package_patch", id=made["id"], notes=unique("新摘要"))
        changed = client.get(path, headers=tag)
        assert (changed.status_code, changed.headers["ETag"] != tag["If-None-Match"]) == (200, True)
    hide = {"status": "draft"} if has_plugin("govopen") else {"private": True}
    act("package_patch", id=made["id"], **hide)
    gone = client.get(path, headers={"If-None-Match": changed.headers["ETag"]})
    assert gone.status_code in (403, 404)
    assert "ETag" not in gone.headers


@pytest.mark.parametrize(
    "path",
    [
        "/dataset/%00/provenance", "/dataset/%00/provenance.ttl", "/dataset/x%00.ttl",
        "/dataset/%00/data", "/dataset/{id}/resource/%00/provenance.ttl",
        "/dataset/{id}/version/1%00", "/dataset/%00",
        "/dataset/{id}/provenance/activity/%00", "/dataset/{id}/resource/x%00/file/y",
        "/provenance/licence/%00", "/provenance/plan/a%00/b", "/agent/person/%00",
        "/organization/%00",
    ],
)  # fmt: skip
def test_an_address_with_a_nul_names_nothing(client, world, path: str) -> None:
    headers = {"Accept": "text/turtle"}
    assert client.get(path.format(id=world["made"]["id"]), headers=headers).status_code == 404
