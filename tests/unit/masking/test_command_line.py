"""The command line: what it refuses, what it writes where, and with which code it leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from ckanext.masking.cli import masking
from click.testing import CliRunner, Result

TEXT = "编号,手机号\n1,13912345678\n2,15812345679\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(TEXT, "utf-8")
    return path


def command(*arguments: object) -> Result:
    return CliRunner().invoke(masking, [str(one) for one in arguments])


def test_a_report_is_never_written_over_the_file_or_its_result(source: Path):
    out = source.with_name("out.csv")
    asked = ("apply", source, "-o", out, "--policy", "display", "--report")
    assert command(*asked, out).exit_code == 1
    assert command(*asked, source.parent / "." / "in.csv").exit_code == 1
    assert command("scan", source, "--report", source).exit_code == 1
    assert source.read_text("utf-8") == TEXT
    assert not out.exists()


def test_a_key_file_that_is_no_text_is_refused_by_name(source: Path):
    key = source.with_name("key")
    key.write_bytes(b"\xff\xfe\0")
    outcome = command(
        "apply", source, "-o", source.with_name("out.csv"),
        "--policy", "controlled-sharing", "--key-file", key,
    )  # fmt: skip
    assert outcome.exit_code == 1
    assert "master_key" in outcome.output


def test_ages_count_to_the_day_of_the_run_when_the_policy_names_none(source: Path):
    source.write_text("姓名,出生日期\n王芳,1980-03-07\n李伟强,1990-05-06\n", "utf-8")
    out = source.with_name("out.csv")
    assert command("apply", source, "-o", out, "--policy", "release-public").exit_code in (0, 4)
    assert "1980" not in out.read_text("utf-8")


def test_suspects_that_somebody_looked_at_ask_no_more(source: Path):
    source.write_text("编号,值\n1,13912345678\n2,甲\n3,乙\n4,丙\n", "utf-8")
    out = source.with_name("out.csv")
    asked = ("apply", source, "-o", out, "--policy", "display")
    assert command(*asked).exit_code == 4
    assert command(*asked, "--keep-suspects").exit_code == 0
    assert out.read_text("utf-8") == source.read_text("utf-8")
