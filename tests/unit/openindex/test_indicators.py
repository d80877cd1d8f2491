"""Each indicator by hand-computed values, and what all of them keep to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from importlib.metadata import EntryPoint
from math import isclose, log
from typing import Any

import govopen_common.registry as shared
import pytest
from ckanext.openindex.domain import indicators
from ckanext.openindex.domain.facts import (
    Census,
    Conformance,
    Counted,
    DatasetFacts,
    Inspection,
    Usage,
    Window,
)
from ckanext.openindex.domain.indicators import ENTRY_POINTS, Indicator, registry
from ckanext.openindex.domain.measurement import Measurement
from hypothesis import given
from hypothesis import strategies as st
from index_world import AS_OF, dataset, days_ago, probe, resource, table, used

from bench.openindex.made import datasets


def measure(name: str, facts: DatasetFacts, **given_: object) -> Measurement:
    indicator = registry()[name]
    defaults = {key: one.default for key, one in indicator.parameters.items()}
    return indicator.measure(facts, {**defaults, **given_}, AS_OF)


CSV = resource(format="csv")
PDF = resource(1, format="pdf")
BAD = Inspection(
    *(AS_OF, "csv", 1000),
    rows=100,
    columns=10,
    cells=1000,
    empty_cells=100,
    duplicate_rows=10,
    unparsable_rows=5,
    typed_cells=400,
    outside_domain=100,
)
HOLLOW = Inspection(AS_OF, "csv", 20, rows=0, header_only=True)
HTML = Inspection(AS_OF, "html", 500)
SLOW = Inspection(AS_OF, "csv", fault="timeout")
BROKEN = Inspection(AS_OF, "", fault="unreadable")


@pytest.mark.parametrize(
    ("name", "facts", "value"),
    [
        ("opening", dataset(opening="unconditional"), 1),
        ("opening", dataset(opening="conditional"), 0.5),
        ("opening", dataset(opening="closed"), 0),
        ("opening", dataset(), None),
        ("licence", dataset(), 0),
        ("licence", dataset(licence="cc-by"), 1),
        ("licence", dataset(licence="notspecified"), 0),
        ("licence", dataset(licence="house rules"), 0.5),
        ("licence", dataset(resources=(resource(licence="CC-BY"), resource(1))), 1),
        ("licence", dataset(licence="https://creativecommons.org/licenses/by/4.0/"), 1),
        ("licence", dataset(licence="https://creativecommons.org/licenses/by-nc/4.0/"), 0.5),
        ("opened_share", dataset(), None),
        ("opened_share", dataset(census=Census(200, 100, 50)), 0.25),
        ("opened_share", dataset(census=Census(0, 0, 0)), None),
        ("opened_share", dataset(census=Census(100, 0, 101)), 0),
        ("opened_share", dataset(census=Census(total_bytes=80, opened_bytes=20)), 0.25),
        ("format_openness", dataset(), None),
        ("format_openness", dataset(resources=(PDF,)), 0.25),
        ("format_openness", dataset(resources=(PDF, CSV)), 0.75),
        ("format_openness", dataset(resources=(replace(CSV, api=True),)), 1),
        ("format_openness", dataset(resources=(replace(PDF, api=True),)), 0.25),
        ("format_openness", dataset(resources=(resource(format="ttl"),)), 1),
        ("format_openness", dataset(resources=(replace(CSV, inspection=HTML),)), 0),
        ("format_openness", dataset(resources=(replace(CSV, download=probe(False)), PDF)), 0.25),
        ("format_openness", dataset(resources=(replace(CSV, download=probe(False)),)), 0),
        ("format_openness", dataset(resources=(replace(CSV, inspection=BROKEN), PDF)), 0.25),
        ("format_openness", dataset(resources=(replace(CSV, inspection=SLOW),)), 0.75),
        ("readable_files", dataset(resources=(replace(CSV, inspection=SLOW),)), None),
        ("format_openness", dataset(resources=(resource(url="https://a.example/x.CSV?y"),)), 0.75),
        ("format_openness", dataset(resources=(resource(format="mystery"),)), 0.25),
        ("machine_readable", dataset(resources=(PDF,)), 0),
        ("machine_readable", dataset(resources=(PDF, resource(2, format="XLSX"))), 0.7),
        ("machine_readable", dataset(resources=(PDF, CSV)), 1),
        ("machine_readable", dataset(resources=(replace(PDF, api=True),)), 1),
        ("machine_readable", dataset(resources=(replace(CSV, inspection=HTML),)), 0),
        ("reachability", dataset(resources=(CSV,)), None),
        ("reachability", dataset(resources=(replace(CSV, download=probe(True)),)), 1),
        (
            "reachability",
            dataset(resources=tuple(resource(n, download=probe(n > 0, str(n))) for n in range(4))),
            0.75,
        ),
        ("records", dataset(resources=(CSV,)), None),
        ("records", dataset(resources=(replace(CSV, inspection=HTML),)), 0),
        ("records", dataset(resources=(replace(PDF, inspection=HTML),)), None),
        ("records", dataset(resources=(replace(CSV, inspection=SLOW),)), None),
        ("records", dataset(resources=(replace(CSV, inspection=HOLLOW),)), 0),
        (
            "records",
            dataset(resources=(replace(CSV, inspection=table(range(999))),)),
            log(1000) / log(1000001),
        ),
        ("bytes", dataset(resources=(replace(CSV, inspection=HTML),)), 0),
        (
            "bytes",
            dataset(resources=(replace(PDF, inspection=Inspection(AS_OF, "pdf", 500)),)),
            log(501 / 101) / log(1000000001 / 101),
        ),
        ("metadata", dataset(), None),
        ("metadata", dataset(items={"title": True, "code": False}), 0.5),
        ("metadata", dataset(items={"title": True, "related": False}), 1 / 1.5),
        ("elements_described", dataset(), None),
        ("elements_described", dataset(elements=0), 0),
        ("elements_described", dataset(elements=4, elements_described=3), 0.75),
        ("conformance", dataset(), None),
        ("conformance", dataset(conformance=Conformance(True, AS_OF)), 1),
        ("conformance", dataset(conformance=Conformance(False, AS_OF, 1)), 0.6),
        ("conformance", dataset(conformance=Conformance(False, AS_OF, 7)), 0.3),
        ("conformance", dataset(conformance=Conformance(False, AS_OF, 99)), 0),
        ("empty_cells", dataset(resources=(CSV,)), None),
        ("empty_cells", dataset(resources=(replace(CSV, inspection=BAD),)), 0.8),
        ("duplicate_rows", dataset(resources=(replace(CSV, inspection=BAD),)), 0.8),
        ("parsable_rows", dataset(resources=(replace(CSV, inspection=BAD),)), 0.75),
        ("valid_values", dataset(resources=(replace(CSV, inspection=BAD),)), 0.5),
        ("valid_values", dataset(resources=(replace(CSV, inspection=HOLLOW),)), None),
        ("header_only", dataset(resources=(replace(CSV, inspection=HOLLOW),)), 0),
        ("header_only", dataset(resources=(replace(PDF, inspection=HTML),)), None),
        (
            "readable_files",
            dataset(resources=(replace(CSV, inspection=BAD), replace(PDF, inspection=BROKEN))),
            0.5,
        ),
        (
            "format_as_declared",
            dataset(resources=(replace(CSV, inspection=HTML), resource(2, inspection=HTML))),
            0,
        ),
        ("format_as_declared", dataset(resources=(replace(CSV, inspection=BAD),)), 1),
        ("rating", dataset(usage=used(1)), None),
        ("rating", dataset(usage=used(1, ratings=5, rating_mean=5.0)), 0.75),
        ("views", dataset(), None),
        ("views", dataset(usage=used(0)), 0),
        ("views", dataset(usage=used(10**9)), 1),
        ("views", dataset(usage=Usage((Window(30, 99),), since=days_ago(31))), log(100) / log(201)),
        ("views", dataset(usage=Usage((Window(30, 99),), since=days_ago(29))), None),
        ("api_calls", dataset(usage=used(5)), None),
        ("api_calls", dataset(usage=used(10**9), resources=(replace(CSV, api=True),)), 1),
        ("timeliness", dataset(update_cycle="daily", data_updated=days_ago(2)), 1),
        ("timeliness", dataset(update_cycle="daily", data_updated=days_ago(3)), 0.5),
        ("timeliness", dataset(update_cycle="daily", data_updated=days_ago(4)), 0),
        ("timeliness", dataset(update_cycle="yearly", data_updated=days_ago(366 * 3)), 0.5),
        ("timeliness", dataset(update_cycle="monthly", data_updated=days_ago(-0.5)), 1),
        ("timeliness", dataset(update_cycle="monthly", data_updated=days_ago(-2)), 0),
        ("timeliness", dataset(update_cycle="irregular", data_updated=days_ago(9)), None),
        ("timeliness", dataset(update_cycle="static", data_updated=days_ago(9)), None),
        ("timeliness", dataset(update_cycle="odd", data_updated=days_ago(9)), None),
        ("timeliness", dataset(update_cycle="daily"), None),
        ("recency", dataset(data_updated=days_ago(365)), 0.5),
        ("recency", dataset(data_updated=days_ago(730)), 0.25),
        ("recency", dataset(data_updated=days_ago(-30)), 0),
        ("recency", dataset(update_cycle="static", data_updated=days_ago(1)), None),
    ],
)
def test_a_hand_computed_value_comes_out(name: str, facts: DatasetFacts, value: float | None):
    found = measure(name, facts)
    if value is None:
        assert found.value is None
        assert found.reason
    else:
        assert found.value is not None
        assert isclose(found.value, value, abs_tol=1e-9), found


@pytest.mark.parametrize(
    ("then", "now", "days", "value"),
    [
        (100, 100, 365, 0.5),
        (100, 200, 365, 1.0),
        (100, 50, 365, 0.0),
        (100, 400, 365, 1.0),
        (100, 400, 730, 1.0),
        (100, 200, 730, 0.75),
        (100, 0, 365, 0.0),
    ],
)
def test_growth_is_taken_to_a_year(then: int, now: int, days: int, value: float):
    facts = dataset(
        history=(Counted(days_ago(days), then, then),),
        resources=(replace(CSV, inspection=table(range(now))),),
    )
    found = measure("records_growth", facts, windows={365: 1.0})
    assert found.value == pytest.approx(value)


def test_growth_asks_for_history_and_for_data_that_can_grow():
    young = dataset(
        history=(Counted(days_ago(30), 5),),
        resources=(replace(CSV, inspection=table(range(9))),),
    )
    assert measure("records_growth", young).reason == "no_history"
    assert measure("records_growth", replace(young, update_cycle="static")).reason == "cycle_static"


def test_a_window_takes_the_latest_count_that_is_old_enough():
    facts = dataset(
        history=(Counted(days_ago(400), 10), Counted(days_ago(100), 100), Counted(days_ago(9), 1)),
        resources=(replace(CSV, inspection=table(range(100))),),
    )
    assert measure("records_growth", facts, windows={90: 1.0}).value == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("name", "facts", "seen"),
    [
        ("reachability", [resource(n, download=probe(n > 3, str(n))) for n in range(40)], 36),
        ("format_as_declared", [replace(CSV, id=str(n), inspection=BAD) for n in range(40)], 40),
        ("empty_cells", [replace(CSV, id=str(n), inspection=BAD) for n in range(40)], 4000),
    ],
)
def test_evidence_has_the_sums_when_there_are_more_files_than_it_names(
    name: str, facts: list[Any], seen: int
):
    found = measure(name, dataset(resources=tuple(facts)))
    assert seen in [one.seen for one in found.evidence[:3]]


def test_evidence_says_that_a_file_was_counted_in_part():
    part = replace(CSV, inspection=table(range(9), truncated=True))
    for name in ("records", "bytes"):
        found = measure(name, dataset(resources=(part,)))
        assert "counted_part" in [one.rule for one in found.evidence], name


def test_what_was_added_up_to_bytes_is_what_evidence_names():
    sheet = table(range(9), format="xlsx", bytes=99_000)
    found = measure("bytes", dataset(resources=(replace(CSV, inspection=sheet),)))
    assert [(one.what, one.seen) for one in found.evidence] == [("bytes", 90), ("cell_bytes", 90)]


def test_a_fault_earns_nothing_and_says_so():
    late = dataset(update_cycle="daily", data_updated=days_ago(-9))
    assert measure("timeliness", late).reason == "future_date"
    assert measure("opened_share", dataset(census=Census(1, 0, 2))).reason == "more_than_all"


def test_use_of_others_does_not_move_a_figure():
    """Heat is measured against references of the methodology alone."""
    facts = dataset(usage=used(20))
    alone = measure("views", facts).value
    assert measure("views", facts).value == alone
    assert {"windows", "full"} == set(registry()["views"].parameters)


@pytest.mark.parametrize("name", ["views", "downloads", "demand"])
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_use_is_never_worth_less(name: str, some: int, others: int):
    low, high = sorted((some, others))
    cool = measure(name, dataset(usage=used(low))).value
    hot = measure(name, dataset(usage=used(high))).value
    assert cool is not None
    assert hot is not None
    assert 0 <= cool <= hot <= 1


@given(st.floats(0, 4000), st.floats(0, 4000), st.sampled_from(["daily", "monthly", "yearly"]))
def test_older_data_are_never_fresher(one: float, other: float, cycle: str):
    for name in ("timeliness", "recency"):
        new, old = (
            measure(name, dataset(update_cycle=cycle, data_updated=days_ago(days))).value
            for days in sorted((one, other))
        )
        assert new is not None
        assert old is not None
        assert 0 <= old <= new <= 1


@pytest.mark.parametrize("facts", [*datasets(24), dataset(), dataset(resources=(resource(),))])
def test_every_value_is_from_0_to_1_or_has_a_reason(facts: DatasetFacts):
    for name in registry():
        found = measure(name, facts)
        assert found.reason if found.value is None else 0 <= found.value <= 1, name


@pytest.mark.parametrize("indicator", registry().values(), ids=registry())
def test_an_indicator_names_its_source_and_documents_its_parameters(indicator: Indicator):
    assert indicator.source
    assert indicator.__doc__
    assert all(indicator.formula)
    assert all(one.zh and one.en for one in indicator.parameters.values())


def test_a_thousand_files_leave_little_evidence():
    many = tuple(resource(n, format="csv", inspection=BAD) for n in range(1000))
    for name in registry():
        assert len(measure(name, dataset(resources=many)).evidence) <= 15, name


class Offered(Indicator):
    """What another distribution might offer."""

    name = "offered"
    source = "elsewhere"

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        return Measurement(1.0)


class Taken(Offered):
    """Has the name of another."""

    name = "opening"


def test_an_entry_point_offers_an_indicator_but_takes_no_name(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    here = __name__
    entries = [
        EntryPoint(name, f"{here}:{name}", ENTRY_POINTS) for name in ("Offered", "Taken", "AS_OF")
    ]
    entries.append(EntryPoint("gone", "no.such.module:X", ENTRY_POINTS))
    monkeypatch.setattr(shared, "entry_points", lambda group: entries)
    found = indicators.registry.__wrapped__()
    assert isinstance(found["offered"], Offered)
    assert not isinstance(found["opening"], Taken)
    assert len(found) == len(registry()) + 1
    assert len(caplog.records) == 3
