"""The tree of divisions and the import of towns."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from ckanext.govopen.domain.division import MAX_PROBLEMS, MAX_TOWNS_BYTES, Divisions, read_towns
from hypothesis import given
from hypothesis import strategies as st

CHINA = Divisions.load()


def test_every_code_has_six_digits_and_a_parent_that_is_there():
    for division in CHINA.by_code.values():
        assert len(division.code) == 6
        assert division.code.isdecimal()
        assert (division.parent is None) == (division.level == "province")
        assert division.parent is None or division.parent in CHINA.by_code


def test_there_are_thirty_four_provinces_and_taiwan_has_its_code():
    assert len(CHINA.children()) == 34
    taiwan = CHINA.get("710000")
    assert taiwan is not None
    assert taiwan.name == "台湾省"


def test_ancestors_go_from_the_province_to_the_parent():
    assert [one.code for one in CHINA.ancestors("520102")] == ["520000", "520100"]
    assert CHINA.path("520102") == ["520000", "520100", "520102"]
    assert CHINA.ancestors("999999") == []
    assert CHINA.path("999999") == []


@pytest.mark.parametrize(
    ("code", "parent", "level"),
    [("110105", "110000", "county"), ("429004", "420000", "county"), ("441900", "440000", "city")],
)
def test_districts_of_municipalities_and_direct_cities_stand_below_their_province(
    code: str, parent: str, level: str
):
    division = CHINA.get(code)
    assert division is not None
    assert (division.parent, division.level) == (parent, level)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("贵州省", "520000"),
        ("贵州", "520000"),
        ("内蒙古", "150000"),
        ("新疆", "650000"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("黔南州", "522700"),
        ("黔东南", "522600"),
        ("道真县", "520325"),
        ("香港", "810000"),
    ],
)
def test_a_division_is_found_as_people_call_it(name: str, code: str):
    found = CHINA.find(name)
    assert found is not None
    assert found.code == code


def test_a_name_of_several_counties_is_found_only_within_a_region():
    assert CHINA.find("朝阳区") is None
    found = CHINA.find("朝阳区", within="110000")
    assert found is not None
    assert found.code == "110105"


def towns(text: str, encoding: str = "utf-8") -> tuple[list[str], list[str]]:
    found, problems = read_towns(text.encode(encoding), CHINA.by_code)
    return [one.code for one in found], [one.code for one in problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_towns_are_read_in_the_encodings_that_offices_save(encoding: str, tmp_path: Path):
    file = tmp_path / "towns.csv"
    file.write_text("代码,名称\n520102100,某某镇\n520102101000,某某街道\n", encoding)
    divisions = Divisions.load(file)
    assert divisions.problems == ()
    assert divisions.path("520102101") == ["520000", "520100", "520102", "520102101"]
    town = divisions.get("520102100")
    assert town is not None
    assert (town.name, town.level) == ("某某镇", "town")


def test_each_bad_line_is_told_with_its_number_and_the_good_ones_are_in():
    text = "code,name\n520102100,甲镇\n5201,乙镇\n520102102,\n999999100,丁镇\n520102100,戊镇\n\n"
    assert towns(text) == (
        ["520102100"],
        ["town_code", "town_name", "town_county", "town_twice"],
    )
    _, problems = read_towns(text.encode(), CHINA.by_code)
    assert [one.field for one in problems] == ["towns.3", "towns.4", "towns.5", "towns.6"]
    assert all(one.zh and one.en for one in problems)


def test_a_file_that_is_too_large_or_no_text_is_refused_whole():
    assert read_towns(b"0" * (MAX_TOWNS_BYTES + 1), {})[1][0].code == "towns_size"
    assert read_towns(b"\xff\xff\xff\x00", {})[1][0].code == "towns_encoding"


@given(st.binary(max_size=300))
def test_whatever_the_bytes_the_import_answers_with_towns_and_bounded_problems(raw: bytes):
    found, problems = read_towns(raw, CHINA.by_code)
    assert len(problems) <= MAX_PROBLEMS
    assert all(len(one.code) == 9 and one.parent in CHINA.by_code for one in found)


def test_the_template_for_towns_is_read_and_empty():
    template = Path(str(files("govopen_schemas"))) / "divisions" / "towns.csv"
    assert read_towns(template.read_bytes(), CHINA.by_code) == ([], [])
