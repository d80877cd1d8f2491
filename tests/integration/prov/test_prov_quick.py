"""What is quicker than ckanext-dcat's own says the same."""

from __future__ import annotations

from datetime import datetime

import pytest
from ckanext.dcat.profiles import RDFProfile
from ckanext.dcat.profiles.base import CleanedURIRef
from ckanext.prov.dcat.quick import SLOW, is_time, quickened
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, Graph, URIRef

pytestmark = pytest.mark.usefixtures("with_plugins")

SUBJECT = URIRef("http://a.example/1")
DATES = st.one_of(
    st.datetimes(min_value=datetime(1000, 1, 1)).map(lambda moment: moment.isoformat()),
    st.dates(min_value=datetime(1000, 1, 1).date()).map(lambda day: day.isoformat()),
    st.sampled_from(
        ["2026", "2026-03", "2026-03-02T09:30", "2026-03-02T09:30:00.5", "2026-03-02T09:30:00Z",
         "2026-03-02T09:30:00+08:00", "2026-03-02 09:30:00", "2026-03-02T09:30:00.000000",
         "2026-13-02T09:30:00", "二月", "2026-W10-1T00:00:00", "T"]
    ),
)  # fmt: skip


def graph(profile: type[RDFProfile], value: object) -> set[tuple[object, ...]]:
    made = profile(Graph())
    made._add_date_triple(SUBJECT, DCTERMS.issued, value)
    return set(made.g)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DATES)
def test_a_date_says_the_same(value: object) -> None:
    assert graph(quickened(RDFProfile), value) == graph(RDFProfile, value)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.text(" !\"$'()*,;<>[]{|}\\^`%水/:a"))
def test_an_address_says_the_same(text: str) -> None:
    quickened(RDFProfile)
    assert CleanedURIRef._careful_quote is not SLOW
    assert CleanedURIRef._careful_quote(text) == SLOW(text)


def test_times_of_ckan_are_told_from_others():
    assert is_time("2026-03-02T09:30:00.123456")
    assert not is_time("2026-03-02T09:30:00Z")
