"""What is stored of a dataset comes back equal."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest
from ckanext.openindex.domain.coding import instant
from ckanext.openindex.domain.facts import DatasetFacts, Inspection, Window
from ckanext.openindex.domain.measurement import Evidence, Measurement
from hypothesis import given
from hypothesis import strategies as st
from index_world import AS_OF, dataset

from bench.openindex.made import datasets


def test_facts_come_back_equal_from_json():
    for facts in datasets(20):
        assert DatasetFacts.from_dict(json.loads(json.dumps(facts.as_dict()))) == facts


def test_what_is_not_known_takes_no_room():
    assert dataset().as_dict() == {"id": "d", "name": "d", "gathered": "2026-10-01T00:00:00+00:00"}


def test_a_key_of_a_later_program_is_skipped():
    assert DatasetFacts.from_dict({**dataset().as_dict(), "later": 1}) == dataset()


def test_a_fact_that_is_missing_is_refused():
    with pytest.raises(TypeError):
        DatasetFacts.from_dict({"id": "d"})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-10-01", AS_OF),
        ("2026-10-01T00:00:00", AS_OF),
        ("2026-10-01T00:00:00Z", AS_OF),
        ("2026-10-01T08:00:00+08:00", AS_OF),
    ],
)
def test_an_instant_is_read_into_utc(written: str, meant: datetime):
    assert instant(written) == meant
    assert instant(written).tzinfo is timezone.utc


@given(st.builds(Window, days=st.integers(1, 999), views=st.integers(0), ratings=st.integers(0)))
def test_any_window_comes_back_equal(window: Window):
    assert Window.from_dict(json.loads(json.dumps(window.as_dict()))) == window


def test_a_measurement_comes_back_with_its_evidence():
    seen = Evidence("format", "csv", "best", "r", AS_OF)
    measured = Measurement(None, "not_inspected", (seen,))
    assert Measurement.from_dict(json.loads(json.dumps(measured.as_dict()))) == measured
    assert Inspection.from_dict({"checked": "2026-10-01"}).checked == AS_OF
