"""The profiles that are shipped, each against its platform in the simulator."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ckanext.govopen.adapters.http import HttpClient, HttpSettings
from ckanext.govopen.adapters.http_local import local_file
from ckanext.govopen.domain.harvest import (
    Profile,
    Record,
    Session,
    SourceError,
    fetch_record,
    list_pages,
    load_profile,
    map_record,
)
from ckanext.govopen.domain.vocabulary import load
from harvest_world import NOW, mapped

from demo.catalogue import build
from demo.simulator import Simulator
from demo.simulator.sources import Builtin

ROOT = Path(__file__).parents[4]
PROFILES = ROOT / "schemas" / "profiles"
REAL = ROOT.parent / "shared" / "data"
FAMILIES = {
    "A": "guizhou",
    "A0": "guizhou-v1",
    "B": "shenzhen",
    "B2": "guangdong",
    "C": "wuhan",
    "D": "beijing",
    "E": "shanghai",
    "F": "zhejiang",
    "G": "inspur",
    "H": "oportal",
    "K": "gateway",
    "L": "sanya",
    "M": "sharing-platform",
}
SAMPLE = [dataset for dataset in build().datasets if dataset.is_open][:12]


@cache
def vocabulary(name: str) -> Any:
    return load(ROOT / "schemas" / "vocabularies" / f"{name}.yaml")


def resolve(name: str, text: str) -> str | None:
    concept = vocabulary(name).find(text)
    return concept.code if concept else None


@cache
def shipped(name: str) -> Profile:
    return load_profile(PROFILES / f"{name}.yaml")


@pytest.fixture(scope="module")
def shared() -> Iterator[Simulator]:
    with Simulator(source=Builtin(SAMPLE)) as simulator:
        yield simulator


@pytest.fixture
def sim(shared: Simulator) -> Iterator[Simulator]:
    yield shared
    for mount in shared.mounts:
        shared.control(mount)


def session(sim: Simulator, family: str, mount: str = "", **options: Any) -> Session:
    client = HttpClient(
        HttpSettings(rate=100_000, retries=1, backoff=0, allowed=("127.0.0.1",), read_timeout=2)
    )
    return Session(
        shipped(FAMILIES[family]),
        sim.url(mount or family),
        client,
        credential=lambda name: "demo",
        options=options,
    )


def records(at: Session) -> list[Record]:
    items = [item for page in list_pages(at) for item in page.items]
    return [
        map_record(at.profile, fetch_record(at, item), resolve, url=at.url, options=at.options)
        for item in items
    ]


@pytest.mark.parametrize("path", sorted(PROFILES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_profile_loads_and_is_named_in_both_languages(path):
    made = load_profile(path)
    assert any("\u4e00" <= char <= "\u9fff" for char in made.zh)
    assert made.en.isascii()


@pytest.mark.parametrize("family", FAMILIES)
def test_every_record_of_the_family_is_mapped(sim, family):
    found = records(session(sim, family, size=5))
    assert [record.fields["title"] for record in found] == [d.title for d in SAMPLE]
    for record, dataset in zip(found, SAMPLE, strict=True):
        assert not record.failed
        assert record.fields["department"] == dataset.department.title
        assert record.fields["notes"] == dataset.notes
        assert record.fields["data_modified"] == dataset.data_modified.date().isoformat()
        assert record.fields.get("open_type", dataset.open_type) == dataset.open_type
        assert record.fields.get("update_cycle", dataset.update_cycle) == dataset.update_cycle
        assert record.fields["source_url"].startswith(sim.url(family))
    assert any(record.resources for record in found)


def test_the_sharing_platform_gives_its_elements_and_attributes(sim):
    for record, dataset in zip(records(session(sim, "M")), SAMPLE, strict=True):
        assert record.flags == []
        elements = record.fields["elements"]
        assert [e["name"] for e in elements] == [use.element.name for use in dataset.elements]
        assert [e["type"] for e in elements] == [use.element.type for use in dataset.elements]
        assert [e["open_type"] for e in elements] == [use.open_type for use in dataset.elements]
        assert record.fields["share_type"] == dataset.share_type
        assert record.fields["res_code"] == dataset.code
        assert record.fields["total_records"] == dataset.total_records
        files = [resource for resource in record.resources if resource["kind"] == "file"]
        assert [file["format"].lower() for file in files] == [f.format for f in dataset.files]


@pytest.mark.parametrize("family", ["A", "B", "C", "E", "G", "K", "L", "M"])
def test_values_in_arrays_of_one_change_nothing(sim, family):
    plain = records(session(sim, family))
    sim.control(family, arrays=True)
    wrapped = records(session(sim, family))
    assert [record.content_hash for record in wrapped] == [r.content_hash for r in plain]


@pytest.mark.parametrize("family", ["A", "G", "M"])
@pytest.mark.parametrize("form", ["ms", "ms_string", "local", "iso", "java", "dotted", "date"])
def test_times_in_every_form_are_the_same_days(sim, family, form):
    sim.control(family, dates=form)
    days = [record.fields["data_modified"] for record in records(session(sim, family))]
    assert days == [dataset.data_modified.date().isoformat() for dataset in SAMPLE]


@pytest.mark.parametrize("form", ["garbage", "future"])
def test_times_that_cannot_be_are_flagged(sim, form):
    sim.control("M", dates=form)
    for record in records(session(sim, "M")):
        assert "data_modified" not in record.fields
        assert {"pub_date", "data_modified"} <= {flag.field for flag in record.flags}
        assert not record.failed


@pytest.mark.parametrize("family", ["A", "B", "C", "K", "L"])
@pytest.mark.parametrize("form", ["comma", "backslash", "list", "objects"])
def test_formats_in_every_form_are_the_same_resources(sim, family, form):
    expected = [[r["format"] for r in record.resources] for record in records(session(sim, family))]
    sim.control(family, formats=form)
    found = [[r["format"] for r in record.resources] for record in records(session(sim, family))]
    assert found == expected


@pytest.mark.parametrize("family", ["A", "C", "G", "K", "M"])
def test_unknown_codes_are_flagged_and_the_record_comes(sim, family):
    sim.control(family, unknown_codes=3)
    found = records(session(sim, family))
    assert len(found) == len(SAMPLE)
    for record in found[:3]:
        assert "update_cycle" not in record.fields
        assert "update_cycle" in {flag.field for flag in record.flags}


@pytest.mark.parametrize("total", ["string", "none"])
@pytest.mark.parametrize("family", ["A", "A0", "B", "F", "G", "K", "M"])
def test_a_total_as_text_or_none_at_all_loses_nothing(sim, family, total):
    sim.control(family, total=total)
    assert len(records(session(sim, family, size=5))) == len(SAMPLE)


@pytest.mark.parametrize("family", ["A", "G", "H", "L"])
def test_a_site_that_gives_fewer_than_asked_for_loses_nothing(sim, family):
    sim.control(family, page_cap=4)
    assert len(records(session(sim, family, size=50))) == len(SAMPLE)


def test_a_site_that_counts_from_nought_is_set_by_an_option(sim):
    sim.control("A", page_base=0)
    assert len(records(session(sim, "A", size=5, start=0))) == len(SAMPLE)


def test_a_total_that_promises_too_much_is_told(sim):
    sim.control("M", total="wrong")
    assert list(list_pages(session(sim, "M")))[-1].missing == 37


@pytest.mark.parametrize("family", ["A", "C", "M"])
def test_a_record_that_is_empty_or_not_found_after_the_list_is_gone(sim, family):
    for kind in ("empty", "404"):
        sim.control(family, detail={"kind": kind, "positions": [1]})
        found = records(session(sim, family))
        assert [bool(record.gone) for record in found[:3]] == [False, True, False]


@pytest.mark.parametrize("family", ["A", "C", "M"])
def test_an_error_inside_http_200_is_a_failure_with_its_reason(sim, family):
    sim.control(family, error200={"on": "list"})
    with pytest.raises(SourceError, match="系统繁忙"):
        next(list_pages(session(sim, family)))


@pytest.mark.parametrize("charset", ["gb18030_as_utf8", "gb18030_undeclared", "gb18030_declared"])
@pytest.mark.parametrize("family", ["A0", "F", "G", "M"])
def test_a_wrong_charset_is_seen_through(sim, family, charset):
    sim.control(family, charset=charset)
    found = records(session(sim, family))
    assert [record.fields["title"] for record in found] == [d.title for d in SAMPLE]


def test_an_id_with_a_slash_is_fetched(sim):
    sim.control("M", ids="slash")
    found = records(session(sim, "M"))
    assert found[0].source_record_id == "GZ/1"
    assert not found[0].gone


def test_every_bad_field_is_flagged_or_fails_by_name(sim):
    sim.control("M", bad_fields=True)
    for record in records(session(sim, "M")):
        for problem in record.problems:
            assert problem.field
            assert problem.zh
        record.content_hash.encode()
        record.raw.encode()


def test_files_of_a_real_catalogue_need_no_ids(tmp_path):
    row = {"数据目录名称": "公园名录", "数据提供方": "市园林局", "数据下载格式": "['xls', 'csv']"}
    record = mapped(row, shipped("jsonlines"))
    assert record.fields["department"] == "市园林局"
    assert [resource["format"] for resource in record.resources] == ["XLS", "CSV"]


def real(name: str) -> Path:
    path = REAL / name
    if not path.is_file():
        pytest.skip(f"the real catalogue {name} is not beside the repository")
    return path


@pytest.mark.parametrize(
    ("name", "family", "count", "titles"),
    [
        ("guizhou-catalogue-2016.jsonl", "A0", 460, 446),
        ("harbin-catalogue-2018.jsonl", "G", 138, 138),
    ],
)
def test_a_real_catalogue_comes_whole_from_its_platform(name, family, count, titles):
    with Simulator(mounts={"real": (family, real(name))}, source=Builtin([])) as simulator:
        found = records(session(simulator, family, "real"))
    assert len({record.source_record_id for record in found}) == count
    assert not [record for record in found if record.failed or record.gone]
    assert len({record.fields["title"] for record in found}) == titles
    assert {flag.field for record in found for flag in record.flags} <= {"theme"}


@pytest.mark.parametrize("name", ["guizhou-catalogue-2016.jsonl", "harbin-catalogue-2018.jsonl"])
def test_a_real_catalogue_comes_whole_from_its_file(name):
    path = real(name)
    made = shipped("jsonlines")
    at = Session(made, path.as_uri(), local_file(path), now=lambda: NOW)
    found = records(at)
    lines = path.read_text("utf-8").strip().count("\n") + 1
    assert len({record.source_record_id for record in found}) == lines
    assert not [record for record in found if record.failed]
