"""Checks of provenance and linked data: of datasets, and of files that somebody brings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import click
import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.prov.adapters import validating
from ckanext.prov.adapters.reader import PUBLIC
from ckanext.prov.cli import prov
from ckanext.prov.model import FragmentRow
from click.testing import CliRunner

from .prov_world import act, dataset, department, person, seen, unique, upload

GOOD = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://a.example/1> a dcat:Dataset, prov:Entity ; dct:title "甲" ; dct:description "乙" ;
  dct:issued "2015-12-25"^^xsd:date .
"""


@pytest.fixture(scope="module")
def world(empty_portal) -> dict[str, Any]:
    owner = department("水务局")
    made = dataset(owner)
    file = act("resource_create", package_id=made["id"], name="表", upload=upload("a,b\n1,2\n"))
    act("resource_patch", id=file["id"], upload=upload("a,b\n3,4\n"), format="CSV")
    act("prov_version_create", id=made["id"], label="2.0")
    return {"owner": owner, "made": made}


@pytest.fixture
def in_request(world, empty_portal):
    with empty_portal.app.flask_app.test_request_context():
        yield


def test_a_dataset_with_versions_and_files_has_no_errors(world, in_request) -> None:
    found = validating.dataset(world["made"]["id"], PUBLIC)
    assert not [one for one in found if one.severity == "error"], found[:5]


def test_editors_may_ask_and_others_may_not(world, in_request) -> None:
    editor = person("editor", world["owner"])
    answer = seen("prov_dataset_validate", editor, id=world["made"]["id"])
    assert answer["valid"] is True
    with pytest.raises(tk.NotAuthorized):
        seen("prov_dataset_validate", person(), id=world["made"]["id"])
    for hidden in (dataset(world["owner"], status="draft")["id"], "gibt-es-nicht"):
        with pytest.raises(tk.ObjectNotFound):
            seen("prov_dataset_validate", person(), id=hidden)


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (GOOD.replace('dct:title "甲" ;', ""), "shape"),
        (GOOD.replace("^^xsd:date ", "^^xsd:dateTime "), "shape"),
        (GOOD + "<http://a.example/1> prov:wasDerivedFrom <http://a.example/1> .", "cycle"),
        (GOOD + "<http://a.example/1> dcat:distribution <http://a.example/f> .", "shape"),
    ],
    ids=["no title", "a date that is none", "a circle", "a file without an address"],
)
def test_a_fault_in_a_file_is_found_and_named(in_request, broken: str, code: str) -> None:
    assert not [one for one in validating.file(GOOD.encode(), "ttl") if one.severity == "error"]
    found = validating.file(broken.encode(), "ttl")
    assert any(code in one.code and "http://a.example/" in one.field for one in found), found
    assert all(one.zh and one.en for one in found)


def test_prov_json_is_checked_by_its_schema(in_request) -> None:
    text = '{"prefix": {"ex": "http://e/"}, "entity": {"ex:a": {}}, "used": {"_:u": {"x": 1}}}'
    assert any(one.code == "prov_json_schema" for one in validating.file(text.encode(), "json"))


def test_what_was_exported_can_be_checked_as_a_file(world, empty_portal, in_request) -> None:
    client = empty_portal.app.flask_app.test_client(use_cookies=False)
    for form in ("ttl", "jsonld", "nt", "rdf", "json", "provn"):
        body = client.get(f"/dataset/{world['made']['id']}/provenance.{form}").data
        found = [one for one in validating.file(body, form) if one.severity == "error"]
        assert not found, (form, found[:3])


@pytest.fixture
def ckan(empty_portal, tmp_path: Path):
    """Runs ``ckan prov …`` in this process."""

    def call(*words: str) -> Any:
        @click.group()
        @click.pass_context
        def command(context: click.Context) -> None:
            context.meta["flask_app"] = empty_portal.app.flask_app

        command.add_command(prov)
        return CliRunner().invoke(command, ["prov", *words])

    return call


def test_the_command_tells_each_fault_and_ends_with_1(ckan, world, tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(GOOD.replace('dct:title "甲" ;', ""), "utf-8")
    done = ckan("validate", "--file", str(path))
    assert done.exit_code == 1
    assert "http://a.example/1: shape:" in done.output
    path.write_text(GOOD, "utf-8")
    assert ckan("validate", "--file", str(path)).exit_code == 0
    assert ckan("validate", world["made"]["name"]).exit_code == 0
    assert ckan("validate", "gibt-es-nicht").exit_code == 2
    assert ckan("validate").exit_code == 2


def test_a_file_with_a_remote_context_is_refused_unread(ckan, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonld"
    path.write_text('{"@context": "http://a.example/context.jsonld", "@id": "x"}', "utf-8")
    done = ckan("validate", "--file", str(path))
    assert done.exit_code == 1
    assert "remote_context" in done.output


def test_the_dump_is_the_whole_catalogue(ckan, world, empty_portal, tmp_path: Path) -> None:
    client = empty_portal.app.flask_app.test_client(use_cookies=False)
    for form in ("nt", "ttl", "jsonld"):
        path = tmp_path / f"all.{form}"
        done = ckan("dump", "--format", form, "-o", str(path))
        assert done.exit_code == 0, done.output
        assert path.read_bytes() == client.get(f"/catalog/all.{form}").data


def test_fragments_are_made_beforehand_and_swept(ckan, world) -> None:
    first = ckan("fragments", "--clear")
    assert first.exit_code == 0, first.output
    again = ckan("fragments")
    assert again.output.startswith("0 made")
    hidden = dataset(world["owner"], title=unique("暂列"))
    ckan("fragments")
    model.Session.execute(
        sa.update(model.Package).where(model.Package.id == hidden["id"]).values(private=True)
    )
    model.Session.commit()
    assert "1 dropped" in ckan("fragments").output
    assert model.Session.get(FragmentRow, hidden["id"]) is None
