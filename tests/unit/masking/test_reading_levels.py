"""Who sees which column how, by the roles and grants that a policy names."""

from __future__ import annotations

from pathlib import Path

import pytest
from ckanext.masking.domain.detectors import registry
from ckanext.masking.domain.engine.applying import apply_file
from ckanext.masking.domain.operators import Scope
from ckanext.masking.domain.policy.loading import PolicyError, read_policy
from ckanext.masking.domain.reading import levels
from ckanext.masking.domain.reading.masking import LevelMasker

POLICY = """
policy: 1
name: test
version: "3"
title: {zh: 测试, en: Test}
rules:
  - id: granted
    when: {grant: clear-read}
    do: clear
  - id: staff
    when: {role: [editor, admin], detector: mobile}
    do: {operator: partial, suffix: 4}
  - id: mobiles
    when: {detector: mobile}
    do: {operator: partial, prefix: 3}
default: {sensitive: redact, other: clear}
"""
CSV = "姓名,手机号,区\n张三,13800138000,南明\n李小四,13900139001,云岩\n王五,13700137002,花溪\n"
NOBODY: frozenset[str] = frozenset()
GRANTED = frozenset({"grant:clear-read"})
EDITOR = frozenset({"role:editor"})


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> tuple[levels.ColumnLevels, ...]:
    folder: Path = tmp_path_factory.mktemp("levels")
    source = folder / "people.csv"
    source.write_text(CSV, encoding="utf-8")
    report = apply_file(source, folder / "out.csv", read_policy(POLICY, "test.yaml"))
    return levels.of_report(report.told["tables"][0]["columns"], ["姓名", "手机号", "区"])


def test_only_columns_that_are_masked_for_somebody_are_listed(
    columns: tuple[levels.ColumnLevels, ...],
) -> None:
    assert [one.name for one in columns] == ["姓名", "手机号"]


@pytest.mark.parametrize(
    ("held", "seen", "clarity"),
    [
        (NOBODY, (0, 0), "masked"),
        (GRANTED, (-1, -1), "clear"),
        (EDITOR, (0, 1), "partial"),
        (EDITOR | GRANTED, (-1, -1), "clear"),
        (frozenset({"role:member", "grant:another"}), (0, 0), "masked"),
    ],
)
def test_readers_get_the_levels_that_the_first_matching_rule_gives(
    columns: tuple[levels.ColumnLevels, ...],
    held: frozenset[str],
    seen: tuple[int, ...],
    clarity: str,
) -> None:
    assert levels.view(columns, lambda _: held) == seen
    assert levels.clarity(seen) == clarity


def test_a_grant_of_one_column_opens_that_column_alone(
    columns: tuple[levels.ColumnLevels, ...],
) -> None:
    seen = levels.view(columns, lambda name: GRANTED if name == "姓名" else NOBODY)
    assert seen == (-1, 0)
    assert levels.clarity(seen) == "partial"


def test_levels_survive_being_kept(columns: tuple[levels.ColumnLevels, ...]) -> None:
    again = [levels.ColumnLevels.from_dict(one.as_dict()) for one in columns]
    assert [one.readers for one in again] == [one.readers for one in columns]


def test_rows_are_masked_as_the_file_was(columns: tuple[levels.ColumnLevels, ...]) -> None:
    masker = LevelMasker(columns, registry.load(), {one.name: Scope() for one in columns})
    rows = {"姓名": ["赵六", None], "手机号": ["13600136003", "此列无号码"], "区": ["乌当", ""]}
    assert list(masker.mask(rows)) == [
        ("姓名", 0, ["***", None]),
        ("手机号", 0, ["136********", "***"]),
        ("手机号", 1, ["*******6003", "***"]),
    ]


@pytest.mark.parametrize("operator", ["shuffle", "suppress"])
def test_operators_that_need_the_whole_table_have_no_place_where_readers_differ(
    operator: str,
) -> None:
    text = POLICY.replace("do: {operator: partial, prefix: 3}", f"do: {operator}")
    with pytest.raises(PolicyError) as refused:
        read_policy(text, "test.yaml")
    assert "test.yaml:13" in refused.value.problems[0].field
    assert operator in refused.value.problems[0].zh


def test_a_policy_names_a_bounded_number_of_readers() -> None:
    text = POLICY.replace("[editor, admin]", "[a, b, c, d, e, f]")
    with pytest.raises(PolicyError, match="at most 6"):
        read_policy(text, "test.yaml")


def test_titles_and_further_sheets_count_for_the_file_alone(tmp_path: Path) -> None:
    source = tmp_path / "titled.csv"
    source.write_text("联系人 李小四 13900139001\n" + CSV, encoding="utf-8")
    report = apply_file(source, tmp_path / "out.csv", read_policy(POLICY, "test.yaml"))
    rest = levels.of_file(report.told["tables"], loaded=True)
    assert [one.part for one in rest] == ["file"]
    assert levels.clarity(levels.view(rest, lambda _: EDITOR)) == "partial"
    assert levels.clarity(levels.view(rest, lambda _: GRANTED)) == "clear"
    assert len(levels.of_file(report.told["tables"], loaded=False)) == 3
