"""Each word of ours that DCAT-AP has a word for is mapped, and IRIs always serialize."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ckanext.govopen.dcat import terms, writing
from ckanext.govopen.domain.vocabulary import load
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCTERMS, Graph, URIRef

VOCABULARIES = Path(__file__).parents[4] / "schemas" / "vocabularies"
SUBJECT = URIRef("http://example.org/x")
COORDINATE = st.floats(-180, 180).map(lambda number: round(number, 4))


@pytest.mark.parametrize(
    ("name", "mapped"),
    [
        ("update_cycle", terms.FREQUENCY),
        ("grade", terms.ACCESS_RIGHT),
        ("element_type", terms.ELEMENT_TYPES),
    ],
)
def test_every_word_of_the_vocabulary_has_its_counterpart(name, mapped) -> None:
    assert set(load(VOCABULARIES / f"{name}.yaml").concepts) == set(mapped)


def test_nothing_stands_for_no_code() -> None:
    assert terms.authority("frequency", None) is None


@given(st.text())
def test_any_text_as_an_address_is_an_iri_that_serializes_or_none(text: str) -> None:
    for candidate in (text, f"http://example.org/{text}", f"https://{text}"):
        address = writing.web_address(candidate)
        if address is not None:
            g = Graph()
            g.add((SUBJECT, DCTERMS.relation, address))
            assert set(Graph().parse(data=g.serialize(format="turtle"), format="turtle")) == set(g)


@pytest.mark.parametrize("text", ["", None, "ftp://a.example/x", "javascript:alert(1)", "图书馆"])
def test_what_is_no_web_address_is_none(text) -> None:
    assert writing.web_address(text) is None


@pytest.mark.parametrize(
    ("text", "written"),
    [("2024-02-29", "2024-02-29"), ("2024-02-29T23:00:00", "2024-02-29"), ("2023-02-29", None),
     ("近期", None), (None, None)],
)  # fmt: skip
def test_dates_are_days_that_exist(text, written) -> None:
    g = Graph()
    writing.add_date(g, SUBJECT, DCTERMS.issued, text)
    assert [str(value) for value in g.objects()] == ([written] if written else [])


@given(st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=6))
def test_a_bounding_box_holds_every_point(points) -> None:
    shape = {"type": "LineString", "coordinates": [list(point) for point in points]}
    for geojson in (shape, json.dumps(shape)):
        box = writing.bounding_box(geojson)
        assert box is not None
        corners = [tuple(map(float, pair.split())) for pair in box[9:-2].split(",")]
        for x, y in points:
            assert min(c[0] for c in corners) <= x + 1e-3
            assert max(c[1] for c in corners) >= y - 1e-3


@given(st.text() | st.none() | st.integers() | st.dictionaries(st.text(), st.none()))
def test_what_is_no_geometry_has_no_box(value) -> None:
    assert writing.bounding_box(value) is None
