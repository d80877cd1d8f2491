"""A file says which department lies in which division, and each fault of it has its line."""

from __future__ import annotations

import pytest
from ckanext.openindex.domain.divisions import read_divisions
from govopen_common.problem import Rejected

FILE = """
divisions: 1
places:
  "520000": {level: province, name: 贵州省}
  520100: {level: city, name: 贵阳市, in: 520000}
  "520102": {level: county, name: 南明区, in: "520100"}
departments:
  water: "520102"
  taxes: 520000
"""


def test_a_department_has_its_divisions_from_the_nearest_up():
    known = read_divisions(FILE, "d.yaml")
    assert [(one.code, one.level, one.name) for one in known.of("water")] == [
        ("520102", "county", "南明区"),
        ("520100", "city", "贵阳市"),
        ("520000", "province", "贵州省"),
    ]
    assert [one.code for one in known.of("no name", "taxes")] == ["520000"]
    assert known.of("nobody") == ()


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ('in: "520100"', 'in: "529999"', 6, "529999"),
        ("level: city", "level: county", 6, "no higher level"),
        ("name: 贵州省}", 'name: 贵州省, in: "520102"}', 4, "no higher level"),
        ("level: county", "level: shire", 6, "shire"),
        ("name: 南明区, ", "", 6, "name"),
        ('water: "520102"', 'water: "1"', 7, "water"),
        ("divisions: 1", "divisions: 2", 2, "format 1"),
        ("divisions: 1", "regions: 1", 2, "regions"),
        (
            "level: city, name: 贵阳市, in: 520000",
            "level: province, name: 贵阳市",
            5,
            "one province",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(before: str, after: str, line: int, said: str):
    with pytest.raises(Rejected) as caught:
        read_divisions(FILE.replace(before, after, 1), "d.yaml")
    found = [problem.en for problem in caught.value.problems if problem.field == f"d.yaml:{line}"]
    assert said in " ".join(found)


def test_what_is_no_file_of_divisions_is_refused():
    for text in ("", "- 1", "divisions: 1", "divisions: 1\nplaces: x", "a: &a [*a]"):
        with pytest.raises(Rejected):
            read_divisions(text, "d.yaml")
