"""Search parameters that would tell of hidden datasets are refused; ordinary ones are not."""

from __future__ import annotations

import pytest
from ckanext.govopen.domain.disclosure import faults, minimum_count

SOUND = [
    {"fl": "id,title"},
    {"fl": ["id", "extras_theme"]},
    {"fl": "*"},
    {"facet.field": '["tags", "organization"]'},
    {"facet.field": ["tags"]},
    {"sort": "score desc, metadata_modified desc"},
    {"sort": "title_string asc"},
    {"qf": "title^4 text"},
    {"defType": "edismax"},
    {"q": "图书馆", "rows": 10, "fq": "theme:15"},
    {},
]
TELLING = [
    ("fl", "docfreq(text,'x')"),
    ("fl", "id,score"),
    ("fl", ["id", "[subquery]"]),
    ("fl", "x:docfreq(text,'x')"),
    ("facet.field", ["{!facet.mincount=0}tags"]),
    ("facet.field", '["{!key=a facet.mincount=0}tags"]'),
    ("sort", "docfreq(text,'x') desc"),
    ("sort", "mul(docfreq(text,x),price) asc"),
    ("qf", "title^docfreq(text,x)"),
    ("defType", "func"),
    ("bf", "docfreq(text,'x')"),
    ("boost", "2"),
]


@pytest.mark.parametrize("params", SOUND, ids=str)
def test_ordinary_parameters_pass(params) -> None:
    assert faults(params) == []


@pytest.mark.parametrize(("key", "value"), TELLING)
def test_a_telling_parameter_is_named(key, value) -> None:
    assert [problem.field for problem in faults({key: value})] == [key]


@pytest.mark.parametrize(
    ("given", "used"), [(0, 1), ("0", 1), (-5, 1), ("x", 1), (None, 1), (3, 3), ("7", 7)]
)
def test_a_facet_never_counts_down_to_nothing(given, used) -> None:
    assert minimum_count(given) == used
