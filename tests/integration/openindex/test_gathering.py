"""What is gathered of datasets, and of which."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from ckan import model
from ckanext.openindex.adapters import computing, gathering, reading
from ckanext.openindex.domain.facts import GUIDE_ITEMS, DatasetFacts, Division
from ckanext.openindex.domain.mqa import mqa
from govopen_common.problem import Rejected

from .index_world import act, dataset, department, seen, unique

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal")
ALONE = pytest.mark.ckan_config("ckan.plugins", "openindex")


def facts_of(made: dict) -> DatasetFacts:
    return gathering.facts([made["id"]])[made["id"]]


def test_our_fields_are_gathered():
    owner = department(division="520102")
    element = {"name": "库名", "type": "string", "definition": "水库的名称"}
    made = dataset(
        owner, elements=[element, {"name": "库容"}], tag_string="水资源,水库",
        total_records="1000", opened_records="250", total_storage="2", pub_date="2024-03-01",
        data_modified="2026-01-31", contact_phone="0851-1",
    )  # fmt: skip
    facts = facts_of(made)
    assert facts.divisions == (
        Division("520102", "county"), Division("520100", "city"), Division("520000", "province")
    )  # fmt: skip
    assert facts.opening == "unconditional"
    assert set(facts.items) == set(GUIDE_ITEMS)
    assert facts.items["elements"]
    assert facts.items["opening"]
    assert not facts.items["related"]
    assert facts.census is not None
    assert (facts.census.total_records, facts.census.opened_records) == (1000, 250)
    assert facts.census.total_bytes == 2_000_000_000
    assert facts.census.shared_records is None
    assert (facts.elements, facts.elements_described) == (2, 1)
    assert facts.update_cycle == "yearly"
    assert facts.data_updated == datetime(2026, 1, 31, tzinfo=timezone.utc)
    assert facts.keywords == 2
    assert facts.publisher
    assert not facts.temporal
    file = facts.resources[0]
    assert (file.format, file.download_url) == ("csv", "https://data.example/rows.csv")
    assert DatasetFacts.from_dict(facts.as_dict()) == facts


def test_only_what_everybody_may_see_is_gathered():
    owner = department()
    shown = dataset(owner)
    hidden = [
        dataset(owner, grade="internal"),
        dataset(owner, grade="classified", resources=[], open_type="none", no_open_basis="保密法"),
        dataset(owner, status="draft"),
        dataset(owner),
    ]
    model.Package.get(hidden[-1]["id"]).private = True
    deleted = dataset(owner)
    act("package_delete", id=deleted["id"])
    model.Session.commit()
    every = [one["id"] for one in (shown, *hidden, deleted)]
    assert set(gathering.facts(every)) == {shown["id"]}


def test_a_withdrawn_dataset_opens_nothing():
    made = dataset(department())
    act("govopen_dataset_withdraw", id=made["id"], reason="改版")
    assert not gathering.facts([made["id"]])


def test_many_are_read_with_few_statements(sql_statements):
    owner = department()
    made = [dataset(owner)["id"] for _ in range(4)]
    model.Session.commit()
    with sql_statements() as sent:
        assert len(gathering.facts(made)) == 4
    assert len(sent) <= 6


@ALONE
def test_a_stock_site_needs_no_other_plugin():
    owner = department()
    made = dataset(
        owner, notes="x", tags=[{"name": "water"}], license_id="cc-by",
        maintainer_email="a@b.example",
        extras=[{"key": "frequency", "value": "http://x.example/frequency/ANNUAL"},
                {"key": "modified", "value": "2025-05-01"}, {"key": "issued", "value": "soon"}],
    )  # fmt: skip
    facts = facts_of(made)
    assert facts.items == {
        "category": False, "title": True, "provider": True, "abstract": True, "format": True
    }  # fmt: skip
    assert facts.opening is None
    assert facts.census is None
    assert facts.elements is None
    assert facts.divisions == ()
    assert facts.update_cycle == "yearly"
    assert facts.data_updated == datetime(2025, 5, 1, tzinfo=timezone.utc)
    assert facts.issued == facts.created
    assert (facts.licence, facts.resources[0].licence) == ("cc-by", "cc-by")
    assert facts.contact
    assert facts.keywords == 1
    private = dataset(owner, private=True)
    assert not gathering.facts([private["id"]])


def test_ids_come_in_batches_in_their_order(monkeypatch: pytest.MonkeyPatch):
    owner = department()
    made = {dataset(owner, name=unique("x-"))["id"] for _ in range(3)}
    model.Session.commit()
    monkeypatch.setattr(reading, "BATCH", 2)
    batches = list(reading.ids())
    assert all(len(batch) <= 2 for batch in batches)
    flat = [one for batch in batches for one in batch]
    assert flat == sorted(flat)
    assert made <= set(flat)


@ALONE
@pytest.mark.usefixtures("empty_index")
def test_a_stock_site_has_divisions_from_the_file_of_its_administrator(
    tmp_path: Any, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
):
    owner, other = department(), department()
    path = tmp_path / "divisions.yaml"
    path.write_text(
        "divisions: 1\n"
        "places:\n"
        "  520000: {level: province, name: 贵州省}\n"
        "  520100: {level: city, name: 贵阳市, in: 520000}\n"
        f"departments:\n  {owner['name']}: 520100\n",
        "utf-8",
    )
    monkeypatch.setitem(ckan_config, "ckanext.openindex.divisions", str(path))
    made, placeless = dataset(owner), dataset(other)
    found = gathering.facts([made["id"], placeless["id"]])
    assert [one.code for one in found[made["id"]].divisions] == ["520100", "520000"]
    assert found[placeless["id"]].divisions == ()
    computing.marked()
    shown = seen("openindex_show", kind="division", id="520100")
    assert (shown["title"], shown["datasets"]) == ("贵阳市", 1)
    assert seen("openindex_show")["title"] == "贵州省"


@ALONE
@pytest.mark.usefixtures("empty_index")
def test_a_file_of_divisions_with_faults_is_refused_and_figures_stay(
    tmp_path: Any, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
):
    made = dataset(department())
    computing.marked()
    before = seen("openindex_show")
    path = tmp_path / "divisions.yaml"
    monkeypatch.setitem(ckan_config, "ckanext.openindex.divisions", str(path))
    for text in (None, "divisions: 1\nplaces: {}\ndepartments: {x: 1}\n"):
        if text is not None:
            path.write_text(text, "utf-8")
        act("package_patch", id=made["id"], title="新的名称")
        with pytest.raises(Rejected, match="divisions"):
            computing.marked()
        model.Session.rollback()
    assert seen("openindex_show") == before


@ALONE
def test_a_licence_that_is_not_specified_is_none_here_and_by_the_assessment_of_the_union():
    made = dataset(department(), license_id="notspecified")
    told = facts_of(made)
    assert told.licence == told.resources[0].licence == ""
    assert {"licence", "licence_known"} <= set(mqa(told).failed)
    assert facts_of(dataset(department(), license_id="cc-by")).resources[0].licence == "cc-by"
