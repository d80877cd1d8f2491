"""The six forms of a document say the same, and any text survives in each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from ckanext.prov.domain import forms
from ckanext.prov.domain.graph import graph
from ckanext.prov.domain.model import Document, Text, tagged
from ckanext.prov.domain.terms import DCT, Iri
from hypothesis import given, settings
from hypothesis import strategies as st
from prov.model import ProvDocument
from prov_statements import of_graph, of_prov
from prov_strategies import ADDRESSES, DOCUMENTS
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

RDFLIB = {"ttl": "turtle", "rdf": "xml", "nt": "nt", "jsonld": "json-ld"}
A = Iri("https://data.example.cn/dataset/a")


def read(document: Document, extension: str) -> Graph:
    return Graph().parse(data=forms.write(document, extension), format=RDFLIB[extension])


def read_prov(document: Document, extension: str) -> ProvDocument:
    form = {"json": "json", "provn": "provn"}[extension]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        text = forms.write(document, extension).decode()
        return ProvDocument.deserialize(content=text, format=form)


def test_there_are_six_forms():
    assert set(forms.FORMS) == {"ttl", "jsonld", "rdf", "nt", "json", "provn"}
    assert forms.FORMS["ttl"].media_type == "text/turtle"


@given(DOCUMENTS)
@settings(max_examples=20, deadline=None)
def test_the_four_rdf_forms_are_the_same_graph(document):
    expected = graph(document)
    for extension in RDFLIB:
        assert isomorphic(read(document, extension), expected), extension


@given(DOCUMENTS)
@settings(max_examples=20, deadline=None)
def test_prov_reads_both_of_its_forms_alike_and_they_say_what_the_rdf_says(document):
    from_json, from_provn = read_prov(document, "json"), read_prov(document, "provn")
    assert from_json == from_provn
    assert of_prov(from_json) == of_graph(graph(document))


@given(DOCUMENTS)
@settings(max_examples=10, deadline=None)
def test_nothing_is_a_blank_node_and_every_iri_is_ascii(document):
    for triple in graph(document):
        for term in triple:
            assert not isinstance(term, BNode)
            assert not isinstance(term, URIRef) or (term.isascii() and " " not in term)


@pytest.mark.parametrize("extension", sorted(forms.FORMS))
@given(text=st.text(max_size=30), address=ADDRESSES)
@settings(max_examples=15, deadline=None)
def test_any_text_survives_as_far_as_xml_can_hold_it(extension, text, address):
    document = Document(A)
    node = document.node("entity", A)
    node.add(DCT("title"), Text(text))
    node.add(DCT("title"), tagged(text, "zh_Hans_CN"))
    if extension in RDFLIB:
        found = {str(title) for title in read(document, extension).objects(URIRef(A))}
        assert Text(text).value in found
    else:
        (record,) = read_prov(document, extension).records
        found = {str(getattr(value, "value", value)) for _, value in record.extra_attributes}
        assert found == {Text(text).value}


@pytest.mark.parametrize(
    "text",
    [
        'quotes " and \' and """',
        "back\\slash \\n \\u0041",
        "line\none\r\ntwo\rthree\ttab",
        "مكتبة \u202eright to left\u202c",
        "nul \x00 bell \x07 form feed \x0c",
        "<b>&amp;</b> ]]> <!-- -->",
        "\u0085 \u2028 \ufeff \ufffe",
        " blanks around ",
        "😀𠀀",
        "@zh ^^xsd:string {} %% ;",
    ],
)
@pytest.mark.parametrize("extension", sorted(RDFLIB))
def test_awkward_texts_survive(extension, text):
    document = Document(A)
    document.node("entity", A).add(DCT("title"), Text(text))
    assert Literal(Text(text).value) in set(read(document, extension).objects(URIRef(A)))


def test_json_ld_is_framed_the_same_way_each_time():
    document = Document(A)
    document.node("entity", Iri("https://a.example.cn/first")).add(DCT("title"), Text("x"))
    document.node("entity", A).add(DCT("title"), tagged("图书馆", "zh-Hans-CN"))
    content = json.loads(forms.write(document, "jsonld"))
    assert [node["@id"] for node in content["@graph"]] == [A, "https://a.example.cn/first"]
    assert content["@graph"][0]["dct:title"] == [{"@value": "图书馆", "@language": "zh-Hans-CN"}]
    assert content["@graph"][1]["dct:title"] == ["x"]
    assert content["@context"]["dct:title"] == {"@id": "dct:title", "@container": "@set"}
    assert all("http" not in str(key) for node in content["@graph"] for key in node)


PROGRAM = """
import sys
sys.path.insert(0, {folder!r})
from prov_example import FACTS
from ckanext.prov.domain import build, forms
import hashlib
for extension in sorted(forms.FORMS):
    print(extension, hashlib.sha256(forms.write(build.document(FACTS), extension)).hexdigest())
"""


def test_equal_facts_give_equal_bytes_in_any_process():
    program = PROGRAM.format(folder=str(Path(__file__).parent))
    answers = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert answers[0] == answers[1]
    assert len(answers[0].splitlines()) == len(forms.FORMS)
