"""Whatever the export gives an IRI to answers under it, to who may see it."""

from __future__ import annotations

import re
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.lib.search import rebuild
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV

from .prov_world import act, dataset, department, entries, has_plugin, last, person, unique, upload
from .test_prov_page import Visitor, hidden_dataset, words

pytestmark = pytest.mark.usefixtures("with_plugins")

SITE = "http://test.ckan.net"
CSRF = r'<meta name="_csrf_token"[^>]*>|<input type="hidden" name="_csrf_token"[^>]*>'
KINDS = {"text/turtle": "turtle", "application/ld+json": "json-ld",
         "application/rdf+xml": "xml", "application/n-triples": "nt"}  # fmt: skip


@pytest.fixture
def owner() -> dict[str, Any]:
    return department("统计局")


@pytest.fixture
def editor(owner: dict[str, Any]) -> str:
    return person("admin", owner)


@pytest.fixture
def made(owner: dict[str, Any], editor: str) -> dict[str, Any]:
    made = dataset(owner, editor)
    act("resource_create", editor, package_id=made["id"], name="表", upload=upload("a\n1\n"))
    act("prov_version_create", id=made["id"], label="v1")
    tell(made)
    model.Session.commit()
    return made


def tell(made: dict[str, Any]) -> None:
    told = {
        "activity": "harvested", "program": "ckanext-b",
        "used": [{"kind": "record", "id": f"http://b.example/{made['id']}"}],
        "plan": {"kind": "plan", "id": f"harvest/{made['name']}/1"},
    }  # fmt: skip
    tk.signals.ckanext.signal("prov:record").send(made["id"], **told)


def ask(app: Any, iri: str, accept: str = "text/turtle", user: str = "", status: int = 200) -> Any:
    headers = Visitor(app, user).headers | {"Accept": accept}
    path = iri.removeprefix(SITE)
    return app.get(path, headers=headers, status=status, follow_redirects=accept != "text/html")


def record(app: Any, made: dict[str, Any], user: str = "") -> Graph:
    path = f"/dataset/{made['id']}/provenance.nt"
    return Graph().parse(data=app.get(path, headers=Visitor(app, user).headers).body, format="nt")


def activity(made: dict[str, Any]) -> str:
    return f"{SITE}/dataset/{made['id']}/provenance/activity/{entries(made['id'])[0].id}"


def test_every_iri_of_a_record_below_the_site_answers_with_its_description(app, made):
    found = record(app, made)
    subjects = {str(one).partition("#")[0] for one in found.subjects()}
    ours = [one for one in subjects if one.startswith(f"{SITE}/")]
    ours += [f"{SITE}/provenance/terms"]
    pages = {f"{SITE}/dataset/{made['id']}", f"{SITE}/dataset/{made['name']}"}
    pages |= {f"{SITE}/dataset/{one}/resource/{row['id']}"
              for one in (made["id"], made["name"])
              for row in act("package_show", id=made["id"])["resources"]}  # fmt: skip
    asked = sorted(one for one in set(ours) - pages if "/download/" not in one)
    assert len(asked) > 12
    for iri in asked:
        told = Graph().parse(data=ask(app, iri).body, format="turtle")
        assert list(told.triples((URIRef(iri), None, None))), iri


@pytest.mark.parametrize("accept", KINDS)
def test_a_description_comes_in_every_form_of_rdf(app, made, accept: str):
    iri = activity(made)
    answer = ask(app, iri, accept)
    assert answer.headers["Content-Type"].startswith(accept)
    assert "Accept" in answer.headers["Vary"]
    told = Graph().parse(data=answer.body, format=KINDS[accept])
    assert (URIRef(iri), RDF.type, PROV.Activity) in told


def test_the_words_for_counts_stand_on_one_page_and_in_every_form(app):
    iri = URIRef(f"{SITE}/provenance/terms#rows")
    for accept, form in KINDS.items():
        told = Graph().parse(data=ask(app, "/provenance/terms", accept).body, format=form)
        assert (iri, RDF.type, RDF.Property) in told
        assert {one.language for one in told.objects(iri, RDFS.comment)} == {"zh-Hans-CN", "en"}
    page = Visitor(app).see("/provenance/terms")
    assert "行数" in page.css("#rows")[0].text()


def test_every_number_of_an_activity_has_its_word(app, made, editor):
    act("package_patch", editor, id=made["id"], title=unique("改名"))
    act("prov_version_create", id=made["id"], label="v2")
    words = Graph().parse(data=ask(app, "/provenance/terms").body, format="turtle")
    space = f"{SITE}/provenance/terms#"
    counted = {one for one in record(app, made).predicates() if str(one).startswith(space)}
    assert counted
    assert counted <= set(words.subjects())


def test_a_licence_without_an_address_answers(app, made, editor, owner):
    one, other = unique("licence-"), unique("licence-")
    licence = DCTERMS.LicenseDocument
    model.Package.get(made["id"]).license_id = one
    hidden = dataset(owner, status="draft", resources=[{"name": "表", "url": "http://a.example/x"}])
    model.Package.get(hidden["id"]).license_id = other
    model.Session.commit()
    for row in (made, hidden):
        rebuild(row["id"])
    path = f"/provenance/licence/{one}"
    told = Graph().parse(data=ask(app, path).body, format="turtle")
    assert (URIRef(SITE + path), RDF.type, licence) in told
    known = Graph().parse(data=ask(app, "/provenance/licence/notspecified").body, format="turtle")
    assert len(known) > 1
    for name in (other, unique()):
        ask(app, f"/provenance/licence/{name}", status=404)
    assert ask(app, f"/provenance/licence/{other}", user=editor).status_code == 200


@pytest.mark.parametrize("accept", KINDS)
def test_a_department_is_described_for_programs(app, owner, accept: str):
    iri = f"{SITE}/organization/{owner['id']}"
    for path in (iri, f"{SITE}/organization/{owner['name']}"):
        answer = ask(app, path, accept)
        assert answer.headers["Content-Type"].startswith(accept)
        told = Graph().parse(data=answer.body, format=KINDS[accept])
        assert (URIRef(iri), RDF.type, PROV.Organization) in told
        assert owner["title"] in {str(one) for one in told.objects(URIRef(iri), FOAF.name)}
    ask(app, f"{SITE}/organization/{unique()}", accept, status=404)


def test_people_still_get_the_page_of_a_department(app, owner):
    page = Visitor(app).see(f"/organization/{owner['name']}")
    assert owner["title"] in page.text()
    answer = app.get(f"/organization/{owner['name']}", headers={"Accept": "text/html"})
    assert "Accept" in answer.headers["Vary"]


def test_a_form_that_is_not_there_is_told_with_those_that_are(app, made):
    assert "text/turtle" in ask(app, activity(made), "image/png", status=406).body


def test_a_browser_is_led_to_the_place_in_the_record(app, made):
    number = entries(made["id"])[0].number
    target = ask(app, activity(made), "text/html", status=303).headers["Location"]
    assert target.endswith(f"/dataset/{made['name']}/provenance#entry-{number}")
    page = Visitor(app).see(target.removeprefix(SITE).partition("#")[0])
    assert page.css(f"#entry-{number}")


def test_what_many_records_name_has_a_page_that_leads_to_one(app, made):
    plan = f"/provenance/plan/harvest/{made['name']}/1"
    page = Visitor(app).see(plan)
    assert made["name"] in words(page, "h1")
    assert any(f"/dataset/{made['name']}/" in (a.attributes["href"] or "") for a in page.css("a"))


def test_what_is_not_public_and_what_is_not_there_answer_alike(app, owner, editor):
    hidden = hidden_dataset(owner, unique("内部"))
    tell(hidden)
    act("prov_version_create", id=hidden["id"], label="v1")
    model.Session.commit()
    entry, none = entries(hidden["id"])[0].id, unique()
    for there, not_there in (
        (f"/dataset/{hidden['id']}/provenance/activity/{entry}",
         f"/dataset/{none}/provenance/activity/{entry}"),
        (f"/dataset/{hidden['id']}/version/v1", f"/dataset/{none}/version/v1"),
        (f"/provenance/plan/harvest/{hidden['name']}/1", f"/provenance/plan/harvest/{none}/1"),
        (f"/provenance/record/http://b.example/{hidden['id']}",
         f"/provenance/record/http://b.example/{none}"),
    ):  # fmt: skip
        for accept in ("text/turtle", "text/html"):
            one, other = (ask(app, path, accept, status=404) for path in (there, not_there))
            body = one.body.replace(hidden["id"], none).replace(hidden["name"], none)
            assert re.sub(CSRF, "", body) == re.sub(CSRF, "", other.body), there
        if "/provenance/" in there:
            assert ask(app, there, user=editor).status_code == 200
    # An entry of another dataset is none of this one's.
    other = dataset(owner)
    ask(app, f"/dataset/{other['id']}/provenance/activity/{entry}", status=404)


def test_the_bytes_before_masking_have_no_address(app, made, editor):
    (resource,) = act("package_show", id=made["id"])["resources"]
    before = last(made["id"], "file_uploaded")["generated"][0]["sha256"]
    iri = f"/dataset/{made['id']}/resource/{resource['id']}/file/{before}"
    assert ask(app, iri).status_code == 200
    tk.signals.ckanext.signal("masking:file_masked").send(
        resource["id"], resource_id=resource["id"], sha256_before=before, sha256="f" * 64
    )
    model.Session.commit()
    for user in ("", editor):
        ask(app, iri, user=user, status=404)


def test_something_hidden_says_only_that(app):
    told = [ask(app, f"/provenance/restricted/{digit * 32}").body for digit in "ab"]
    assert told[0].replace("a" * 32, "b" * 32) == told[1]
    ask(app, "/provenance/restricted/nothing", status=404)


def label(app: Any, path: str) -> set[str]:
    told = Graph().parse(data=ask(app, path).body, format="turtle")
    return {str(one) for one in told.objects(URIRef(SITE + path), RDFS.label)}


def test_roles_are_named_with_their_department_unless_names_are_kept(app, owner, monkeypatch):
    path = f"/agent/role/{owner['id']}/editor"
    assert f"{owner['title']}编辑" in label(app, path)
    ask(app, f"/agent/role/{unique()}/editor", status=404)
    ask(app, f"/agent/role/{owner['id']}/king", status=404)
    monkeypatch.setitem(tk.config, "ckanext.prov.names", "none")
    ask(app, path, status=404)
    assert label(app, "/agent/role/site/editor") == {"编辑", "editor"}


def test_people_have_an_address_only_where_their_names_show(app, owner, editor, monkeypatch):
    user = model.User.get(editor)
    path = f"/agent/person/{user.id}"
    monkeypatch.setitem(tk.config, "ckanext.prov.names", "people")
    hidden = hidden_dataset(owner, unique("内部"))
    act("package_patch", editor, id=hidden["id"], title=unique("改"))
    model.Session.commit()
    ask(app, path, status=404)
    dataset(owner, editor)
    model.Session.commit()
    assert (user.fullname or user.name) in ask(app, path).body
    monkeypatch.setitem(tk.config, "ckanext.prov.names", "departments")
    ask(app, path, status=404)
    assert has_plugin("prov")
