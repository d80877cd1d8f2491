"""Places and small groups tell of somebody only in files about people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ckanext.masking.domain.engine import Order, apply_file
from ckanext.masking.domain.policy.loading import read_policy
from ckanext.masking.domain.policy.ready import ready_made

ORDER = Order(today=date(2026, 1, 31))
PLACES = "贵州省贵阳市云岩区中华北路{n}号"
ID = "11010519491231002X"


def released(folder: Path, header: str, lines: list[str]) -> tuple[str, dict]:
    source, out = folder / "in.csv", folder / "out.csv"
    source.write_text(header + "\n" + "\n".join(lines) + "\n", "utf-8")
    report = apply_file(source, out, ready_made("release-public"), ORDER).as_dict()
    return out.read_text("utf-8"), report


def test_a_list_of_schools_keeps_its_addresses_and_places_and_asks_nobody(tmp_path: Path):
    lines = [f"第{n}小学,{PLACES.format(n=n)},106.{7000 + n},26.{5000 + n}" for n in range(1, 40)]
    text, report = released(tmp_path, "学校,地址,经度,纬度", lines)
    assert text.splitlines()[1:] == lines
    assert not report["needs_decision"]
    assert report["tables"][0]["risk"] is None


@pytest.mark.parametrize("header", ["身份证号", "性别", "出生日期"])
def test_a_list_of_people_keeps_none_of_them_and_its_groups_are_counted(
    tmp_path: Path, header: str
):
    value = {"身份证号": ID, "性别": "女", "出生日期": "1990-01-02"}[header]
    lines = [f"{value},{PLACES.format(n=n)},106.{7000 + n}" for n in range(1, 40)]
    text, report = released(tmp_path, f"{header},地址,经度", lines)
    assert "中华北路" not in text
    assert report["tables"][0]["risk"]["demand"]["k"] == 20


def test_a_telephone_of_an_office_does_not_make_a_list_one_of_people(tmp_path: Path):
    lines = [f"第{n}小学,{PLACES.format(n=n)},0851-8652{1000 + n}" for n in range(1, 40)]
    text, _ = released(tmp_path, "学校,地址,联系电话", lines)
    assert "中华北路1号" in text
    assert "0851" not in text


def test_quasi_identifiers_that_a_policy_names_are_counted_in_any_file(tmp_path: Path):
    text = (
        'policy: 1\nname: p\nversion: "1"\ntitle: {zh: 甲, en: A}\n'
        "demand: {k: 3, quasi_identifiers: [等级]}\n"
        "rules: [{id: a, title: {zh: 甲, en: A}, when: {detector: email}, do: redact}]\n"
        "default: {sensitive: redact, other: clear}\n"
    )
    source = tmp_path / "in.csv"
    source.write_text("学校,等级\n甲,一\n乙,二\n", "utf-8")
    policy = read_policy(text, "p.yaml")
    assert apply_file(source, tmp_path / "out.csv", policy).needs_decision
