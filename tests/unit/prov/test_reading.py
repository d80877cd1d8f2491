"""Reading what others wrote: repaired where it can be, refused where it must be."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from ckanext.prov.domain import build, forms
from ckanext.prov.domain.constraints import check
from ckanext.prov.domain.reading import MOST_BYTES, read
from ckanext.prov.domain.terms import PROV, Iri
from govopen_common.problem import Rejected
from hypothesis import example, given, settings
from hypothesis import strategies as st
from prov_example import FACTS
from prov_strategies import DOCUMENTS

PREFIXES = """
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
"""


def turtle(text: str, base: str = ""):
    return read((PREFIXES + text).encode(), "ttl", base)


def refused(data: bytes, extension: str) -> str:
    with pytest.raises(Rejected) as caught:
        read(data, extension)
    (problem,) = caught.value.problems
    assert problem.zh
    assert problem.en
    return problem.code


@pytest.mark.parametrize("extension", sorted(forms.FORMS))
@given(document=DOCUMENTS)
@example(document=build.document(FACTS))
@settings(max_examples=5, deadline=None)
def test_what_we_write_is_read_back(extension, document):
    reading = read(forms.write(document, extension), extension)
    assert reading.problems == []
    assert reading.document.nodes == document.nodes
    assert reading.document.relations == document.relations


def test_blank_nodes_get_the_same_iris_each_time():
    text = "ex:a a prov:Entity ; prov:wasDerivedFrom [ a prov:Entity ; prov:value 'x' ] ."
    one, other = (turtle(text, "https://data.example.cn").document for _ in range(2))
    assert one == other
    (relation,) = one.relations
    assert relation.object.startswith("https://data.example.cn/.well-known/genid/")
    assert relation.object in one.nodes


def test_a_qualified_relation_of_blank_nodes_is_one_relation():
    document = turtle(
        "ex:a a prov:Entity ; prov:wasGeneratedBy ex:x ; prov:qualifiedGeneration [ a "
        "prov:Generation ; prov:activity ex:x ; "
        "prov:atTime '2026-03-02T09:00:00+08:00'^^xsd:dateTime ]"
        " . ex:x a prov:Activity ."
    ).document
    (relation,) = document.relations
    assert relation.time.value == "2026-03-02T09:00:00+08:00"
    assert relation.object == "http://example.org/x"


def test_a_time_of_generation_belongs_to_the_generation_that_is_told():
    document = turtle(
        "ex:a a prov:Entity ; prov:wasGeneratedBy ex:x ; "
        "prov:generatedAtTime '2026-03-02T09:00:00+08:00'^^xsd:dateTime . ex:x a prov:Activity ."
    ).document
    (relation,) = document.relations
    assert (relation.kind, relation.object) == ("generation", "http://example.org/x")
    assert relation.time is not None


def test_properties_of_the_inverses_document_are_turned_round():
    document = turtle(
        "ex:a a prov:Entity ; prov:hadRevision ex:b ; prov:hadDerivation ex:b ."
    ).document
    found = {(one.kind, one.subject, one.object) for one in document.relations}
    a, b = "http://example.org/a", "http://example.org/b"
    assert found == {("revision", b, a), ("derivation", b, a)}


@pytest.mark.parametrize(
    "time",
    [
        "'2015-12-25'^^xsd:dateTime",
        "'2015-12-25'^^xsd:date",
        "'2015-12-25T10:00:00'^^xsd:dateTime",
        "'yesterday'",
        "ex:b",
    ],
)
def test_a_time_without_a_zone_is_a_fault(time):
    reading = turtle(f"ex:a a prov:Activity ; prov:startedAtTime {time} .")
    (problem,) = reading.problems
    assert problem.code == "time_without_zone"
    assert problem.field == "http://example.org/a"
    assert "+08:00" in problem.zh


def test_a_time_without_a_zone_is_a_fault_in_prov_json_too():
    content = {
        "prefix": {"ex": "http://example.org/"},
        "activity": {"ex:a": {"prov:startTime": "2026-03-02T10:00:00"}},
    }
    (problem,) = read(json.dumps(content).encode(), "json").problems
    assert problem.code == "time_without_zone"


@pytest.mark.parametrize(
    "content",
    [
        {"@context": "https://evil.example.org/context.jsonld", "@id": "ex:a"},
        {"@context": ["https://evil.example.org/c", {"a": "http://a/"}]},
        {"@context": {"@import": "https://evil.example.org/c"}},
        {"@graph": [{"http://a/b": {"@context": "//evil.example.org/c"}}]},
        [{"@context": {"t": {"@id": "http://a/t", "@context": "c.jsonld"}}}],
    ],
)
def test_a_remote_context_is_refused_and_not_fetched(content, monkeypatch):
    def fetch(*args: object, **kwargs: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr("urllib.request.OpenerDirector.open", fetch)
    assert refused(json.dumps(content).encode(), "jsonld") == "remote_context"


@pytest.mark.parametrize(
    ("data", "extension", "code"),
    [
        (b"<a> <b", "ttl", "syntax"),
        (b"{", "jsonld", "syntax"),
        (b"[" * 100_000, "jsonld", "syntax"),
        (b"[" * 150 + b"]" * 150, "jsonld", "too_deep"),
        (b"{", "json", "syntax"),
        (b"[1]", "json", "syntax"),
        (b"document entity(", "provn", "syntax"),
        ("图书".encode("gb18030"), "ttl", "not_utf8"),
        (b"", "exe", "unknown_form"),
        (b" " * (MOST_BYTES + 1), "nt", "too_large"),
        (b'<!DOCTYPE r [<!ENTITY a "aa">]><r>&a;</r>', "rdf", "xml_entities"),
    ],
)
def test_what_cannot_be_read_is_refused(data, extension, code):
    assert refused(data, extension) == code


@given(data=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings(max_examples=30, deadline=None)
@pytest.mark.parametrize("extension", sorted(forms.FORMS))
def test_any_bytes_are_read_or_refused(extension, data):
    with suppress(Rejected):
        assert read(data, extension).document is not None


def test_relations_that_are_texts_are_faults():
    content = {
        "prefix": {"ex": "http://example.org/"},
        "entity": {"ex:a": {"prov:wasDerivedFrom": "ex:b", "prov:hadDerivation": "ex:c"}},
    }
    document = read(json.dumps(content).encode(), "json").document
    assert [problem.code for problem in check(document)] == ["relation_is_text"] * 2


def test_a_revision_in_prov_json_is_a_revision():
    content = {
        "prefix": {"ex": "http://example.org/"},
        "entity": {"ex:a": {}, "ex:b": {}},
        "wasDerivedFrom": {
            "_:id1": {
                "prov:generatedEntity": "ex:a",
                "prov:usedEntity": "ex:b",
                "prov:type": {"$": "prov:Revision", "type": "prov:QUALIFIED_NAME"},
            }
        },
    }
    document = read(json.dumps(content).encode(), "json").document
    (relation,) = document.relations
    assert relation.kind == "revision"
    assert PROV("type") not in document.nodes[Iri("http://example.org/a")].types
