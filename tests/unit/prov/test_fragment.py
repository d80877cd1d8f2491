"""A graph cut into lines is the same graph in every form, whatever its texts hold."""

from __future__ import annotations

import json

import pytest
from ckanext.prov.domain import foreign, turtle
from ckanext.prov.domain.fragment import context, cut, merged
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCAT, DCTERMS, PROV, RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

DATASET = URIRef("http://a.example/dataset/1")
FILE = URIRef("http://a.example/dataset/1/resource/2")
ORG = URIRef("http://a.example/organization/3")
ROOT = URIRef("http://a.example")

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00\ufffe\uffff"), max_size=30
)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, lang="zh-Hans-CN")),
    TEXTS.map(lambda text: Literal(text, datatype=XSD.string)),
    st.integers().map(Literal),
    st.sampled_from([DCAT["a.b"], DCAT["1"], URIRef("http://b.example/x,y"), DCAT.Dataset]),
)
PROPERTIES = st.sampled_from([DCTERMS.title, DCAT.theme, DCAT["x-y"], URIRef("http://b.example/p")])


def example(*more: tuple[URIRef, URIRef, object]) -> Graph:
    g = Graph()
    for triple in (
        (ROOT, RDF.type, DCAT.Catalog),
        (ROOT, DCAT.dataset, DATASET),
        (DATASET, RDF.type, DCAT.Dataset),
        (DATASET, DCAT.distribution, FILE),
        (DATASET, DCTERMS.publisher, ORG),
        (ORG, DCTERMS.title, Literal("局", lang="zh")),
        *more,
    ):
        g.add(triple)
    return g


def forms(g: Graph) -> dict[str, Graph]:
    found = cut(g, DATASET)
    triples = turtle.lines(found.nt + found.nt_shared)
    document = {
        "@context": context(),
        "@graph": merged(turtle.lines(found.jsonld + found.jsonld_shared)),
    }
    written = {
        "nt": found.nt + found.nt_shared,
        "turtle": turtle.prefixes() + "".join(turtle.subjects(triples)),
        "json-ld": json.dumps(document, ensure_ascii=False),
    }
    return {form: Graph().parse(data=text, format=form) for form, text in written.items()}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(PROPERTIES, LITERALS), max_size=5))
def test_every_form_is_the_graph_that_was_cut(said) -> None:
    g = example(*((DATASET, p, o) for p, o in said))
    for form, again in forms(g).items():
        assert isomorphic(again, g), form


def test_blank_nodes_stay_apart_and_stay_the_dataset_s() -> None:
    node, other = BNode(), BNode()
    g = example(
        (DATASET, DCAT.contactPoint, node), (node, DCTERMS.title, Literal("甲")),
        (DATASET, DCAT.contactPoint, other), (other, DCTERMS.title, Literal("乙")),
    )  # fmt: skip
    for form, again in forms(g).items():
        assert isomorphic(again, g), form
    assert "甲" in cut(g, DATASET).nt


def test_what_others_speak_of_too_is_shared_and_named() -> None:
    found = cut(example(), DATASET)
    assert found.mentions == (str(ROOT), str(ORG))
    assert "局" in found.nt_shared
    assert "局" not in found.nt
    assert f"<{ROOT}> <{DCAT.dataset}> <{DATASET}> ." in found.nt


def test_nodes_of_several_fragments_are_put_together() -> None:
    second = URIRef("http://a.example/dataset/9")
    other = Graph()
    other.add((ROOT, DCAT.dataset, second))
    other.add((second, RDF.type, DCAT.Dataset))
    lines = [
        line
        for part in (cut(example(), DATASET), cut(other, second))
        for line in turtle.lines(part.jsonld + part.jsonld_shared)
    ]
    nodes = {node["@id"]: node for node in merged(lines)}
    assert {link["@id"] for link in nodes[str(ROOT)]["dcat:dataset"]} == {str(DATASET), str(second)}
    assert nodes[str(ROOT)]["@type"] == ["dcat:Catalog"]


STATE, OTHER = URIRef(f"{DATASET}#state-2"), URIRef("http://a.example/dataset/7")
ACT, VERSION = URIRef("http://a.example/act/1"), URIRef(f"{DATASET}/version/1")


def told() -> Graph:
    return example(
        (DATASET, PROV.wasGeneratedBy, ACT), (ACT, RDF.type, PROV.Activity),
        (STATE, PROV.specializationOf, DATASET), (STATE, DCTERMS.title, Literal("后来")),
        (DATASET, DCAT.hasVersion, VERSION), (VERSION, RDF.type, DCAT.Dataset),
        (VERSION, DCTERMS.title, Literal("初版")), (DATASET, PROV.wasDerivedFrom, OTHER),
        (OTHER, RDF.type, DCAT.Dataset), (OTHER, DCTERMS.title, Literal("别的数据集")),
    )  # fmt: skip


@pytest.mark.parametrize("word", ["后来", "初版", "act/1", "wasDerivedFrom"])
def test_what_tells_of_a_dataset_is_gathered(word: str) -> None:
    assert word in foreign.gather(told(), DATASET, "")


@pytest.mark.parametrize("word", ["别的数据集", "局", "distribution"])
def test_what_tells_of_something_else_is_left(word: str) -> None:
    assert word not in foreign.gather(told(), DATASET, "")


def test_too_much_leaves_the_link(monkeypatch) -> None:
    monkeypatch.setattr(foreign, "MOST_BYTES", 100)
    g = told()
    g.add((DATASET, PROV.has_provenance, URIRef("http://a.example/p")))
    assert foreign.gather(g, DATASET, "") == (
        f"<{DATASET}> <{PROV.has_provenance}> <http://a.example/p> .\n"
    )
