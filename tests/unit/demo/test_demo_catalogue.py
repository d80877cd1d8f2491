"""The demonstration catalogue: the same every time, whole, and about nobody."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from stdnum.cn import uscc

from demo import catalogue, files
from demo.datasets import datasets
from demo.divisions import divisions
from demo.loading import load
from demo.model import CYCLE_ZH, Catalogue, Dataset
from demo.simulator.sources import Folder

NOW = date(2026, 11, 22)


@pytest.fixture(scope="module")
def built() -> Catalogue:
    return catalogue.build()


def test_two_builds_with_one_seed_are_equal() -> None:
    first = json.dumps(catalogue.build(7).to_dict(), ensure_ascii=False)
    datasets.cache_clear()
    assert json.dumps(catalogue.build(7).to_dict(), ensure_ascii=False) == first


def test_another_seed_gives_other_numbers() -> None:
    one, other = catalogue.build(7).datasets, catalogue.build(8).datasets
    assert [d.title for d in one] == [d.title for d in other]
    assert [d.pub_date for d in one] != [d.pub_date for d in other]


def test_there_are_some_three_hundred_datasets_of_some_fifty_departments(built: Catalogue) -> None:
    assert 280 <= len(built.datasets) <= 360
    assert 40 <= len(built.departments) <= 60
    assert all(any(d.department == dep for d in built.datasets) for dep in built.departments)


def test_every_credit_code_checks_out_and_is_used_once(built: Catalogue) -> None:
    codes = [department.uscc for department in built.departments]
    assert all(uscc.is_valid(code) for code in codes)
    assert len(set(codes)) == len(codes)
    assert all(code[8:11] == "DEM" for code in codes)


def test_parents_are_departments_of_the_same_function_above(built: Catalogue) -> None:
    known = {department.key: department for department in built.departments}
    with_parent = [d for d in built.departments if d.parent]
    assert len(with_parent) >= 20
    for department in with_parent:
        assert department.parent
        parent = known[department.parent]
        assert parent.function == department.function
        assert len(parent.division_code.rstrip("0")) < len(department.division_code.rstrip("0"))


def test_divisions_know_their_parents_and_towns_have_nine_digits(built: Catalogue) -> None:
    known = divisions()
    assert all(d.parent in known for d in known.values() if d.code != "520000")
    assert all(
        re.fullmatch(r"\d{9}", t["code"]) and t["code"][:6] == t["parent"] for t in built.towns
    )


def test_all_three_grades_are_there_in_about_their_shares(built: Catalogue) -> None:
    share = Counter(d.grade for d in built.datasets)
    assert 0.75 < share["public"] / len(built.datasets) < 0.88
    assert 0.08 < share["internal"] / len(built.datasets) < 0.16
    assert 0.04 < share["classified"] / len(built.datasets) < 0.09
    assert all(not d.files and not d.apis for d in built.datasets if d.grade == "classified")


def test_codes_are_unique_and_titles_are_unique_within_a_department(built: Catalogue) -> None:
    assert len({d.code for d in built.datasets}) == len(built.datasets)
    assert len({(d.department.key, d.title) for d in built.datasets}) == len(built.datasets)
    codes = {d.code for d in built.datasets}
    assert all(set(d.related_codes) <= codes for d in built.datasets)
    assert any(d.related_codes for d in built.datasets)


def test_conditions_and_bases_stand_where_the_types_ask_for_them(built: Catalogue) -> None:
    for d in built.datasets:
        assert bool(d.share_condition) == (d.share_type == "conditional")
        assert bool(d.no_share_basis) == (d.share_type == "none")
        assert bool(d.open_condition) == (d.open_type == "conditional")
        assert bool(d.no_open_basis) == (d.open_type == "none")


ORDER = ("none", "conditional", "unconditional")


def test_no_element_is_wider_than_its_dataset(built: Catalogue) -> None:
    for d in built.datasets:
        assert d.elements
        for use in d.elements:
            assert ORDER.index(use.share_type) <= ORDER.index(d.share_type)
            assert ORDER.index(use.open_type) <= ORDER.index(d.open_type)


def test_census_numbers_do_not_exceed_their_totals(built: Catalogue) -> None:
    for d in built.datasets:
        assert d.total_records is not None
        assert 0 <= (d.opened_records or 0) <= d.total_records
        assert 0 <= (d.shared_records or 0) <= d.total_records
        assert (d.opened_storage or 0) <= (d.total_storage or 0)
        assert (d.shared_storage or 0) <= (d.total_storage or 0)


def test_dates_lie_between_2019_and_today(built: Catalogue) -> None:
    for d in built.datasets:
        assert d.pub_date
        assert d.data_modified
        assert date(2019, 1, 1) <= d.pub_date <= d.data_modified.date() < NOW
        assert d.update_cycle in CYCLE_ZH


def test_shared_elements_join_many_datasets(built: Catalogue) -> None:
    uses = Counter(use.element.name for d in built.datasets for use in d.elements)
    assert uses["统一社会信用代码"] >= 30
    assert uses["行政区划名称"] >= 30
    assert uses["经度"] >= 40
    assert {e.name for e in built.elements} == set(uses)


def test_every_dataset_says_that_it_is_a_demonstration(built: Catalogue) -> None:
    assert all("演示数据" in d.notes and "演示数据" in d.tags for d in built.datasets)


def _opened(built: Catalogue, kind: str) -> tuple[Dataset, bytes]:
    dataset = next(
        d for d in built.datasets if d.is_open and any(f.format == kind for f in d.files)
    )
    return dataset, files.content(dataset, next(f for f in dataset.files if f.format == kind))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "geojson"])
def test_a_file_has_the_columns_of_the_opened_elements(built: Catalogue, kind: str) -> None:
    dataset, data = _opened(built, kind)
    wanted = [use.element.name for use in dataset.elements if use.open_type != "none"]
    if kind == "csv":
        table = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        header, count = table[0], len(table) - 1
    elif kind == "xlsx":
        sheet = load_workbook(io.BytesIO(data)).active
        assert sheet is not None
        header, count = [cell.value for cell in sheet[1]], sheet.max_row - 1
    elif kind == "json":
        rows = json.loads(data)
        header, count = list(rows[0]), len(rows)
    else:
        features = json.loads(data)["features"]
        wanted = [name for name in wanted if name not in ("经度", "纬度")]
        header, count = list(features[0]["properties"]), len(features)
        assert all(103 < f["geometry"]["coordinates"][0] < 110 for f in features)
        assert all(24 < f["geometry"]["coordinates"][1] < 30 for f in features)
    assert header == wanted
    assert 20 <= count <= 200


def test_files_of_a_dataset_are_equal_on_every_run(built: Catalogue) -> None:
    dataset, data = _opened(built, "xlsx")
    file = next(f for f in dataset.files if f.format == "xlsx")
    files.forget()
    assert files.content(dataset, file) == data


def test_no_file_shows_a_name_or_a_number_of_a_person(built: Catalogue) -> None:
    for dataset in built.datasets:
        personal = [u.element for u in dataset.elements if u.element.sensitivity == "personal"]
        for file in dataset.files:
            if file.format != "csv" or not personal:
                continue
            table = csv.DictReader(io.StringIO(files.content(dataset, file).decode("utf-8-sig")))
            for row in table:
                assert all("*" in row[e.name] for e in personal if e.name in row)
                assert not re.search(
                    r"\d{17}[\dX]", ",".join(v for k, v in row.items() if "代码" not in k)
                )


def test_the_command_writes_catalogue_towns_and_files(tmp_path: Path, built: Catalogue) -> None:
    few = Catalogue(built.departments, built.elements, built.datasets[:3], built.towns)
    made = catalogue.write(few, tmp_path)
    document = json.loads((tmp_path / "catalogue.json").read_text(encoding="utf-8"))
    assert len(document["datasets"]) == 3
    assert (
        made
        == len(list((tmp_path / "files").rglob("*.*")))
        == sum(len(d.files) for d in few.datasets)
    )
    assert (tmp_path / "towns.csv").read_text(encoding="utf-8").startswith("code,name,parent")


def test_a_catalogue_that_was_written_is_read_back_the_same(built: Catalogue) -> None:
    document = json.loads(json.dumps(built.to_dict(), ensure_ascii=False))
    assert load(document) == built


def test_a_folder_serves_its_files_as_they_were_edited(tmp_path: Path, built: Catalogue) -> None:
    few = Catalogue(built.departments, built.elements, built.datasets[:1], built.towns)
    catalogue.write(few, tmp_path)
    file = few.datasets[0].files[0]
    (tmp_path / "files" / few.datasets[0].id / file.name).write_bytes(b"edited")
    source = Folder(tmp_path)
    assert source[0] == few.datasets[0]
    assert source.content(source[0], file) == b"edited"
