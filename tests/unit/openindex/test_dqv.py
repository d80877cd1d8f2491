"""Measurements in RDF: the same graph in each form, read back by a library that is not ours."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from ckanext.openindex.domain.dqv.forms import FORMS
from ckanext.openindex.domain.dqv.measurements import (
    Measured,
    Metric,
    measurements,
    methodology,
    vocabulary,
)
from ckanext.openindex.domain.dqv.terms import Iri, Triple
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, PROV, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.compare import to_isomorphic

DQV = Namespace("http://www.w3.org/ns/dqv#")
BASE = "https://data.example"
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}
DATASET = Iri(f"{BASE}/dataset/1")
MEASURED = Measured(
    DATASET,
    "1.0",
    {"score": 63.2, "format_openness": 0.6},
    datetime(2026, 11, 22, 8, tzinfo=timezone.utc),
    date(2026, 11, 22),
    "abc",
)


def text(extension: str, groups: list[list[Triple]]) -> str:
    return "".join(FORMS[extension].document(groups))


def graph(extension: str, groups: list[list[Triple]]) -> Graph:
    return Graph().parse(data=text(extension, groups), format=FORMATS[extension])


def test_a_measurement_tells_metric_value_time_and_provenance():
    g = graph("ttl", [list(measurements(BASE, MEASURED))])
    found = set(g.subjects(RDF.type, DQV.QualityMeasurement))
    assert len(found) == 2
    assert set(g.objects(URIRef(DATASET), DQV.hasQualityMeasurement)) == found
    metric = URIRef(f"{BASE}/openindex/methodology/1.0#metric-score")
    one = g.value(predicate=DQV.isMeasurementOf, object=metric)
    assert g.value(one, DQV.computedOn) == URIRef(DATASET)
    assert g.value(one, DQV.value) == Literal(63.2, datatype=XSD.double)
    assert g.value(one, PROV.generatedAtTime).toPython() == MEASURED.computed
    computation = g.value(one, PROV.wasGeneratedBy)
    association = g.value(computation, PROV.qualifiedAssociation)
    assert g.value(association, PROV.hadPlan) == URIRef(methodology(BASE, "1.0"))
    used = g.value(computation, PROV.used)
    assert g.value(used, DCTERMS.identifier) == Literal("sha256:abc")


def test_the_vocabulary_names_each_metric_in_both_languages():
    metrics = [
        Metric("format_openness", {"zh": "格式", "en": "Format"}, {"en": "Why"}, ["openness"])
    ]
    dimensions = [Metric("openness", {"zh": "开放程度"}, {})]
    g = graph("jsonld", [list(vocabulary(BASE, "1.0", dimensions, metrics))])
    metric = g.value(predicate=RDF.type, object=DQV.Metric)
    assert set(g.objects(metric, SKOS.prefLabel)) == {
        Literal("格式", "zh"),
        Literal("Format", "en"),
    }
    assert g.value(metric, DQV.inDimension) == g.value(predicate=RDF.type, object=DQV.Dimension)
    assert g.value(metric, DQV.expectedDataType) == XSD.double


@pytest.mark.parametrize("extension", FORMS)
def test_no_datasets_still_make_a_document(extension: str):
    assert not graph(extension, [])


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30) | st.sampled_from(
    ['"', "\\", "a\nb", "<&>", "]]>", "tab\t", "'", "\r\n"]
)


@settings(deadline=None, max_examples=25)
@given(st.dictionaries(st.sampled_from(["zh", "en"]), words), words)
def test_all_forms_say_the_same(names: dict[str, str], digest: str):
    metrics = [Metric("m", names, names, ["d"])]
    other = Measured(Iri(f"{BASE}/dataset/2"), "1.0", {"m": 1.0}, MEASURED.computed,
                     MEASURED.as_of, digest)  # fmt: skip
    groups = [
        list(vocabulary(BASE, "1.0", [Metric("d", {}, {})], metrics)),
        list(measurements(BASE, MEASURED)),
        list(measurements(BASE, other)),
    ]
    expected = to_isomorphic(graph("nt", groups))
    for extension in ("ttl", "jsonld"):
        assert to_isomorphic(graph(extension, groups)) == expected
    if "\r" not in digest and not any("\r" in name for name in names.values()):
        # XML reads a carriage return as a line feed.
        assert to_isomorphic(graph("rdf", groups)) == expected
