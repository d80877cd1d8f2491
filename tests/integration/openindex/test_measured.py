"""What was measured of datasets comes into their facts, and into growth."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from ckan import model
from ckanext.openindex.adapters import computing, conforming, inspections, measuring, probes
from ckanext.openindex.domain.facts import DatasetFacts, Inspection, Probe

from .index_world import act, dataset, department, marks, seen

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal", "empty_index")
ALONE = pytest.mark.ckan_config("ckan.plugins", "openindex")
NOW = datetime(2026, 3, 1, 4, tzinfo=timezone.utc)
URL = "https://data.example/rows.csv"


def facts_of(made: dict[str, Any], now: datetime = NOW) -> DatasetFacts:
    return measuring.facts([made["id"]], now)[made["id"]]


def inspected(made: dict[str, Any], monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    found = Inspection(NOW, "csv", rows * 10, rows=rows, columns=2, cells=rows * 2)
    monkeypatch.setattr(inspections, "of", lambda ids: {made["resources"][0]["id"]: found})


def test_probes_and_findings_belong_to_their_file(monkeypatch: pytest.MonkeyPatch):
    made = dataset(department())
    one = made["resources"][0]["id"]
    probe = Probe(URL, "access", NOW, True, 200)
    moved = Probe("https://data.example/old.csv", "download", NOW, True, 200)
    monkeypatch.setattr(probes, "of", lambda ids: {one: {"access": probe, "download": moved}})
    inspected(made, monkeypatch, 5)
    file = facts_of(made).resources[0]
    assert file.access == probe
    assert file.download is None  # it was of the address before
    assert file.inspection is not None
    assert file.inspection.rows == 5


def test_counts_are_remembered_for_growth(monkeypatch: pytest.MonkeyPatch):
    made = dataset(department())
    day = timedelta(days=1)
    for number, rows in enumerate((100, 100, 250)):
        inspected(made, monkeypatch, rows)
        now = NOW + number * day
        computing.datasets([made["id"]], now)
        model.Session.commit()
    history = facts_of(made, NOW + 3 * day).history
    assert [(one.at, one.records) for one in history] == [(NOW, 100), (NOW + 2 * day, 250)]


def test_the_history_of_counts_is_bounded():
    from ckanext.openindex.domain.facts import Counted

    many = tuple(Counted(NOW + timedelta(days=n), n) for n in range(measuring.MOST_HISTORY + 1))
    kept = measuring._thinned(many)
    assert len(kept) <= measuring.MOST_HISTORY
    assert (kept[0], kept[-1]) == (many[0], many[-1])


def test_linked_data_are_validated_once_until_they_change():
    made = dataset(department())
    computing.marked()
    assert conforming.due() == [made["id"]]
    assert conforming.run() == 1
    assert marks(made["id"]) == ["validated"]
    assert conforming.due() == []
    computing.marked()
    found = facts_of(made, datetime.now(timezone.utc)).conformance
    assert found is not None
    shown = seen("openindex_show", id=made["id"], kind="dataset")
    rules = {rule["id"]: rule for one in shown["dimensions"] for rule in one["rules"]}
    assert rules["conformance"]["value"] is not None
    act("package_patch", id=made["id"], notes="改了")
    assert conforming.due() == [made["id"]]


@ALONE
def test_where_nothing_validates_nothing_is_said():
    made = dataset(department())
    computing.marked()
    assert conforming.run() == 0
    assert facts_of(made, datetime.now(timezone.utc)).conformance is None
