"""The EU's score: by the published table, recomputed here on its own, equal to the point."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from ckanext.openindex.domain.facts import Conformance, DatasetFacts, Probe
from ckanext.openindex.domain.mqa import BANDS, MOST, MqaScore, mqa, telling
from hypothesis import given
from hypothesis import strategies as st
from index_world import AS_OF, dataset, resource

from bench.openindex.made import datasets

# The table of the data provider manual, written down again: dimension, points, and what is asked
# of the dataset (d) or, as ckanext-dcat-like words, of one distribution (r).
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
NON_PROPRIETARY = {
    *("bmp", "csv", "dbf", "geojson", "gzip", "html", "ics", "json", "kml", "kmz", "netcdf", "ods"),
    *("png", "rss", "rtf", "tar", "tiff", "tsv", "txt", "xml", "zip", "jsonld", "ttl", "nt", "rdf"),
    *("wms", "nq", "trig", "jp2"),
}
MACHINE_READABLE = {
    *(
        "csv",
        "geojson",
        "ics",
        "json",
        "jsonld",
        "kml",
        "kmz",
        "netcdf",
        "ods",
        "rdfa",
        "ttl",
        "nt",
    ),
    *("rdf", "nq", "trig", "rss", "shp", "xls", "xlsx", "xml"),
}
LISTED = NON_PROPRIETARY | MACHINE_READABLE | {"pdf", "docx", "gml", "parquet"}
TABLE = """
findability      30 d keywords
findability      30 d themes
findability      20 d spatial
findability      20 d temporal
accessibility    50 r access_url answers
accessibility    20 r download_url
accessibility    30 r download_url answers
interoperability 20 r format
interoperability 10 r media_type
interoperability 10 r format listed
interoperability 20 r format non-proprietary
interoperability 20 r format machine-readable
interoperability 30 d shacl
reusability      20 r licence
reusability      10 r licence listed
reusability      10 d access_rights
reusability       5 d access_rights listed
reusability      20 d contact
reusability      10 d publisher
contextuality     5 b rights
contextuality     5 r size
contextuality     5 b issued
contextuality     5 b modified
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
GOOD_LICENCE = "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"


def asked(words: list[str], thing: Any, facts: DatasetFacts, level: str) -> bool:
    match words:
        case ["shacl"]:
            return facts.conformance is not None and facts.conformance.conforms
        case [url, "answers"]:
            probes = [one for one in (thing.access, thing.download) if one is not None]
            address = getattr(thing, url)
            return address != "" and (address, 200) in [(one.url, one.status) for one in probes]
        case ["format", "listed"]:
            return thing.format in LISTED or thing.media_type in ("text/csv", "application/json")
        case ["format", "non-proprietary"]:
            return thing.format in NON_PROPRIETARY
        case ["format", "machine-readable"]:
            return thing.format in MACHINE_READABLE
        case ["licence", "listed"]:
            return thing.licence in ("cc-by", GOOD_LICENCE)
        case ["access_rights", "listed"]:
            return facts.access_rights == "PUBLIC"
        case ["size"]:
            return thing.size is not None
        case [name]:
            return bool(getattr(thing, name)) or (level == "b" and bool(getattr(facts, name)))
    raise AssertionError(words)


def oracle(facts: DatasetFacts) -> dict[str, int]:
    """The points of each dimension, straight from the table."""
    points: dict[str, int] = {}
    for dimension in dict.fromkeys(row[0] for row in ROWS):
        rows = [row for row in ROWS if row[0] == dimension]
        own = sum(int(r[1]) for r in rows if r[2] == "d" and asked(r[3:], facts, facts, "d"))
        each = [
            sum(int(r[1]) for r in rows if r[2] != "d" and asked(r[3:], one, facts, r[2]))
            for one in facts.resources or (resource(id="", url=""),)
        ]
        points[dimension] = own + max(each)
    return points


addresses = st.sampled_from(["", "https://a.example/1", "https://a.example/2"])
probes = st.none() | st.builds(
    lambda url, good: Probe(url, "access", AS_OF, good, 200 if good else 404),
    addresses,
    st.booleans(),
)
resources = st.builds(
    resource,
    st.integers(0, 9),
    access_url=addresses,
    download_url=addresses,
    format=st.sampled_from(["", "mystery", *sorted(LISTED)]),
    media_type=st.sampled_from(["", "text/csv", "application/json", "x-odd/thing"]),
    licence=st.sampled_from(["", "cc-by", GOOD_LICENCE, "house rules"]),
    rights=st.sampled_from(["", "all"]),
    size=st.none() | st.just(0),
    issued=st.none() | st.just(AS_OF),
    modified=st.none() | st.just(AS_OF),
    access=probes,
    download=probes,
)
any_dataset = st.builds(
    dataset,
    resources=st.lists(resources, max_size=4).map(tuple),
    keywords=st.integers(0, 2),
    themes=st.integers(0, 2),
    spatial=st.booleans(),
    temporal=st.booleans(),
    contact=st.booleans(),
    publisher=st.booleans(),
    access_rights=st.sampled_from(["", "PUBLIC", "https://odd.example/PUBLIC", "odd"]),
    rights=st.sampled_from(["", "all"]),
    issued=st.none() | st.just(AS_OF),
    modified=st.none() | st.just(AS_OF),
    conformance=st.none() | st.builds(Conformance, st.booleans(), st.just(AS_OF)),
)


@given(any_dataset)
def test_any_dataset_has_the_points_of_the_published_table(facts: DatasetFacts):
    found = mqa(facts)
    assert dict(found.dimensions) == oracle(facts)
    assert found.points == sum(oracle(facts).values())
    assert MqaScore.from_dict(json.loads(json.dumps(found.as_dict()))).as_dict() == found.as_dict()


def test_a_thousand_datasets_have_the_points_of_the_published_table():
    for facts in datasets(1000):
        assert dict(mqa(facts).dimensions) == oracle(facts)


def test_the_dimensions_have_405_points():
    assert dict(MOST) == {
        "findability": 100,
        "accessibility": 100,
        "interoperability": 110,
        "reusability": 75,
        "contextuality": 20,
    }
    assert sum(int(row[1]) for row in ROWS) == 405


PERFECT = dataset(
    keywords=1,
    themes=1,
    spatial=True,
    temporal=True,
    contact=True,
    publisher=True,
    conformance=Conformance(True, AS_OF),
    access_rights="http://publications.europa.eu/resource/authority/access-right/PUBLIC",
    resources=(
        resource(
            access_url="a",
            download_url="b",
            format=f"{FILE_TYPE}CSV",
            media_type="text/csv; charset=utf-8",
            licence=GOOD_LICENCE,
            size=1,
            rights="all",
            issued=AS_OF,
            modified=AS_OF,
            access=Probe("a", "access", AS_OF, True, 200),
            download=Probe("b", "download", AS_OF, True, 200),
        ),
    ),
)


def test_a_perfect_dataset_has_all_points_and_an_empty_one_none():
    assert mqa(PERFECT).points == 405
    assert mqa(PERFECT).failed == ()
    assert mqa(dataset()).points == 0


def test_worse_distributions_beside_the_best_cost_nothing():
    worse = resource(7, format="pdf")
    assert mqa(replace(PERFECT, resources=(worse, *PERFECT.resources))).points == 405


def test_bands_begin_where_they_are_published_to():
    edges = {405: "excellent", 351: "excellent", 350: "good", 221: "good"}
    edges |= {220: "sufficient", 121: "sufficient", 120: "bad", 0: "bad"}
    for points, band in edges.items():
        assert next(name for least, name in BANDS if points >= least) == band


def test_what_is_told_of_a_score_adds_up_and_names_every_metric():
    facts = replace(PERFECT, keywords=0, contact=False)
    told = telling.told(mqa(facts), {one.id: "name" for one in facts.resources})
    assert (told["points"], told["most"], told["band"]["id"]) == (355, 405, "excellent")
    assert sum(one["points"] for one in told["dimensions"]) == 355
    for one in told["dimensions"]:
        passed = [metric["points"] for metric in one["metrics"] if metric["passed"]]
        assert sum(passed) == one["points"]
        assert sum(metric["points"] for metric in one["metrics"]) == one["most"]
    lacking = [
        metric["id"]
        for one in told["dimensions"]
        for metric in one["metrics"]
        if not metric["passed"]
    ]
    assert lacking == ["keyword", "contact"]
    assert told["dimensions"][1]["best"] == "name"
