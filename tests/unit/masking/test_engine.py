"""Files are scanned and masked as a whole: what is found, what is written, what is told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest
from ckanext.masking.cli import masking
from ckanext.masking.domain.engine import Order, apply_file, scan_file
from ckanext.masking.domain.engine.atomic import whole_file
from ckanext.masking.domain.keys import DatasetKeys, MasterKey
from ckanext.masking.domain.policy.loading import read_policy
from ckanext.masking.domain.policy.model import (
    CLEAR,
    Action,
    Condition,
    Demand,
    Policy,
    Rule,
)
from ckanext.masking.domain.policy.ready import ready_made
from click.testing import CliRunner
from govopen_common.problem import Rejected

ID = "11010519491231002X"
ROWS = [
    ("007", " 12 ", "王芳", "13912345678", ID, "请联系 13712345678，谢谢"),
    ("NA", "1E5", "李娜", "13812345679", ID, "无"),
    ("", "3", "张伟", "13612345679", ID, '"好, 再见"'),
]
TEXT = "编号,数,姓名,手机号,身份证号,备注\n" + "".join(",".join(row) + "\n" for row in ROWS)
RAW = ("王芳", "李娜", "张伟", "13912345678", "13812345679", "13612345679", ID, "13712345678")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(TEXT, "utf-8")
    return path


def masked(source: Path, policy: Policy, order: Order | None = None) -> tuple[str, dict]:
    out = source.with_name("out.csv")
    report = apply_file(source, out, policy, order)
    assert report.held is None
    return out.read_text("utf-8"), report.as_dict()


def test_a_release_holds_no_raw_value_and_leaves_the_rest_as_it_was(source: Path):
    text, report = masked(source, ready_made("release-public"))
    assert not [raw for raw in RAW if raw in text]
    lines = text.splitlines()
    assert lines[0] == "编号,数,姓名,手机号,身份证号,备注"
    assert lines[1].startswith("007, 12 ,***,***,***,请联系 ")
    assert lines[2].startswith("NA,1E5,")
    assert lines[2].endswith(",无")
    assert lines[3].endswith(',"好, 再见"')
    columns = {c["name"]: c for c in report["tables"][0]["columns"]}
    assert columns["手机号"]["detector"] == "mobile"
    assert columns["手机号"]["decision"]["rule"] == "telephone"
    assert columns["手机号"]["masked"] == 3
    assert columns["备注"]["inside"]["mobile"]["operator"] == "redact"
    assert columns["编号"]["decision"]["operator"] == "clear"


def test_no_report_tells_a_value(source: Path):
    _, report = masked(source, ready_made("display"))
    told = json.dumps([report, scan_file(source).as_dict()], ensure_ascii=False)
    assert not [raw for raw in RAW if raw in told]


def test_a_header_that_is_a_value_is_masked_and_not_told(tmp_path: Path):
    source = tmp_path / "in.csv"
    source.write_text(f"编号,记录{ID}\n" + "1,2\n" * 3, "utf-8")
    text, report = masked(source, ready_made("display"))
    assert ID not in text
    assert ID not in json.dumps(report)


def test_the_closed_policy_leaves_nothing_readable(source: Path):
    text, _ = masked(source, Policy.closed())
    assert set("".join(text.splitlines()[1:])) <= set('*,"')


def test_a_cell_with_more_than_the_value_of_its_column_shows_nothing_of_the_rest(tmp_path: Path):
    source = tmp_path / "in.csv"
    odd = ("王芳 13712345678 李娜", "李娜", "同上", " ", f"{ID}")
    rows = [*("13912345678",) * 8, *odd]
    source.write_text("手机号,n\n" + "".join(f"{row},1\n" for row in rows), "utf-8")
    text, _ = masked(source, ready_made("display"))
    cells = [line.split(",")[0] for line in text.splitlines()[9:]]
    assert cells[0] == "***"
    assert "李娜" not in cells[1]
    assert cells[2:4] == ["***", " "]
    assert cells[4] == "110105********002X"


def test_masks_that_must_see_the_whole_column_are_shown_it(tmp_path: Path):
    source = tmp_path / "in.csv"
    source.write_text("n,县\n" + "1,甲\n" * 5 + "1,乙\n", "utf-8")
    order = Order(chosen={("table", 1): Action("suppress", {"k": 5})})
    text, _ = masked(source, ready_made("display"), order)
    assert text == "n,县\n" + "1,甲\n" * 5 + "1,***\n"


def test_the_risk_of_a_table_is_told_by_counts_and_a_demand_that_is_missed_asks_for_a_decision(
    tmp_path: Path,
):
    source = tmp_path / "in.csv"
    source.write_text("性别,年龄,n\n" + "男,30,x\n" * 20 + "女,41,y\n", "utf-8")
    outcome = apply_file(source, tmp_path / "out.csv", ready_made("release-public"))
    risk = outcome.as_dict()["tables"][0]["risk"]
    assert risk["quasi_identifiers"] == ["性别", "年龄"]
    assert (risk["before"]["k"], risk["after"]["k"], risk["after"]["groups"]) == (1, 1, 2)
    assert risk["demand"] == {"k": 20, "reached": False}
    assert outcome.needs_decision
    source.write_text("性别,年龄,n\n" + "男,30,x\n" * 20, "utf-8")
    assert not apply_file(source, tmp_path / "out.csv", ready_made("release-public")).needs_decision


def test_suspects_ask_for_a_decision_and_leave_when_it_was_made(tmp_path: Path):
    source = tmp_path / "in.csv"
    policy = ready_made("display")
    source.write_text(
        "值\n高山\n" + "\n".join(f"13{n}1234567{n}" for n in range(3)) + "\n", "utf-8"
    )
    report = scan_file(source)
    applied = apply_file(source, tmp_path / "out.csv", policy)
    assert applied.needs_decision == report.needs_decision


def test_a_choice_goes_before_the_policy(source: Path):
    order = Order(chosen={("table", 3): CLEAR})
    text, report = masked(source, ready_made("release-public"), order)
    assert "13912345678" in text
    assert report["tables"][0]["columns"][4]["decision"]["rule"] == "chosen"


def test_an_operator_without_its_key_writes_nothing(source: Path):
    out = source.with_name("out.csv")
    with pytest.raises(Rejected):
        apply_file(source, out, ready_made("controlled-sharing"))
    assert not out.exists()


def test_a_subject_column_gives_its_rows_to_the_dates(tmp_path: Path):
    source = tmp_path / "in.csv"
    source.write_text("人,日期\n甲,2020-01-01\n甲,2020-01-11\n乙,2020-01-01\n", "utf-8")
    policy = read_policy(
        textwrap.dedent("""
        policy: 1
        name: shift
        version: "1"
        title: {zh: 移, en: Shift}
        rules:
          - {id: d, when: {column: 日期}, do: {operator: date_shift, subject: 人}}
        """),
        "shift.yaml",
    )
    keys = DatasetKeys(MasterKey.of(bytes(range(32))), "d")
    text, _ = masked(source, policy, Order(keys=keys))
    days = [date.fromisoformat(line.split(",")[1]) for line in text.splitlines()[1:]]
    assert (days[1] - days[0]).days == 10
    assert days[0] != date(2020, 1, 1)


def test_the_result_never_replaces_its_source(source: Path):
    with pytest.raises(Rejected):
        apply_file(source, source, ready_made("release-public"))
    assert source.read_text("utf-8") == TEXT


def test_an_error_while_writing_leaves_nothing(tmp_path: Path):
    def write_half() -> None:
        with whole_file(tmp_path / "out") as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert list(tmp_path.iterdir()) == []


def test_a_kill_while_writing_leaves_nothing(tmp_path: Path):
    program = f"""
        import os, signal
        from pathlib import Path
        from ckanext.masking.domain.engine.atomic import whole_file
        with whole_file(Path({str(tmp_path / "out")!r})) as file:
            file.write(b"half" * 100_000)
            file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not (tmp_path / "out").exists()
    if hasattr(os, "O_TMPFILE"):
        assert list(tmp_path.iterdir()) == []


def test_a_result_is_readable_by_its_owner_alone(source: Path):
    masked(source, ready_made("display"))
    assert (source.with_name("out.csv").stat().st_mode & 0o777) == 0o600


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n1 0 obj\n", "type"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0", "type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ole"),
        (b"\x1f\x8b\x08\0" + b"\0" * 40, "type"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "markup"),
    ],
)
def test_what_is_not_understood_is_held_whatever_its_name(tmp_path: Path, data: bytes, reason: str):
    source = tmp_path / "in.csv"
    source.write_bytes(data)
    report = apply_file(source, tmp_path / "out.csv", ready_made("display"))
    assert report.held is not None
    assert report.held.reason == reason
    assert not (tmp_path / "out.csv").exists()


def run(*arguments: str):
    return CliRunner().invoke(masking, list(arguments))


def test_the_commands_scan_mask_and_check_without_a_database(source: Path):
    out, report = source.with_name("out.csv"), source.with_name("report.json")
    assert run("scan", str(source)).exit_code == 0
    done = run("apply", str(source), "-o", str(out), "--policy", "display", "--report", str(report))
    assert done.exit_code in (0, 4)
    assert json.loads(report.read_text("utf-8"))["policy"]["name"] == "display"
    assert "13912345678" not in out.read_text("utf-8")


def test_the_commands_say_what_is_wrong_by_exit_code(source: Path, tmp_path: Path):
    out = str(tmp_path / "out.csv")
    policy = tmp_path / "p.yaml"
    policy.write_text("policy: 1\nname: x\nrules: nothing\n", "utf-8")
    checked = run("check", str(policy))
    assert checked.exit_code == 1
    assert "p.yaml:" in checked.output
    assert run("apply", str(source), "-o", out, "--policy", str(policy)).exit_code == 1
    assert run("apply", str(source), "-o", out, "--policy", "controlled-sharing").exit_code == 1
    (tmp_path / "in.pdf").write_bytes(b"%PDF-1.7\n")
    assert run("apply", str(tmp_path / "in.pdf"), "-o", out, "--policy", "display").exit_code == 3
    assert not Path(out).exists()


def test_what_a_scan_found_need_not_be_looked_for_again(source: Path, tmp_path: Path):
    steps: list[str] = []
    order = Order(progress=lambda step, rows: steps.append(step))
    found = scan_file(source).survey
    policy = ready_made("release-public")
    report = apply_file(source, tmp_path / "one.csv", policy, order, found)
    again = apply_file(source, tmp_path / "two.csv", policy)
    assert set(steps) == {"write"}
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert report.as_dict() == again.as_dict()


def test_a_table_whose_columns_are_settled_is_read_once(source: Path, tmp_path: Path):
    policy = read_policy(
        textwrap.dedent("""
        policy: 1
        name: named
        version: "1"
        title: {zh: 指明, en: Named}
        rules:
          - {id: open, when: {column: [编号, 数]}, do: clear}
          - {id: name, when: {column: 姓名}, do: {operator: partial, prefix: 1}}
          - {id: rest, when: {column: "*"}, do: redact}
        """),
        "named.yaml",
    )
    steps: list[str] = []
    text, report = masked(source, policy, Order(progress=lambda step, rows: steps.append(step)))
    assert set(steps) == {"write"}
    assert text.splitlines()[1] == "007, 12 ,王*,***,***,***"
    columns = {c["name"]: c for c in report["tables"][0]["columns"]}
    assert not columns["姓名"]["searched"]
    assert (columns["姓名"]["cells"], columns["编号"]["blank"]) == (3, 1)
    assert report["tables"][0]["rows"] == 3
    source.write_text(TEXT + "8,8,说明13912345678,x,y,z,13912345678\n", "utf-8")
    wider, again = masked(source, policy)
    assert wider.splitlines()[4] == "8,8,***,***,***,***,***"
    assert again["tables"][0]["rows"] == 4


def test_a_column_that_a_pattern_clears_is_searched_for_suspects(tmp_path: Path):
    source = tmp_path / "in.csv"
    source.write_text("编号,x\n" + "".join(f"139123456{n:02},1\n" for n in range(30)), "utf-8")
    condition = Condition(columns=("*",))
    policy = Policy("p", "1", "策", "p", (Rule("all", "全", "all", condition, CLEAR),))
    _, report = masked(source, policy)
    assert report["tables"][0]["columns"][1]["searched"]


def demanding(**demand) -> Policy:
    asked = Demand(5, ("性别", "年龄"), **demand)
    return Policy("p", "1", "策", "p", (), Action("redact"), CLEAR, asked)


SMALL = "性别,年龄,n\n" + "男,30,x\n" * 9 + "男,31,y\n男,32,y\n" + "女,41,z\n" * 6 + "女,42,z\n"


def test_where_a_demanded_k_is_missed_the_report_proposes_what_reaches_it(tmp_path: Path):
    source = tmp_path / "in.csv"
    source.write_text(SMALL, "utf-8")
    text, report = masked(source, demanding())
    risk = report["tables"][0]["risk"]
    assert text == SMALL
    assert not risk["demand"]["reached"]
    assert risk["proposal"]["reached"]
    assert [step["column"] for step in risk["proposal"]["steps"]] == ["年龄"]
    chosen = {
        ("table", step["place"]): Action(step["operator"], step["parameters"])
        for step in risk["proposal"]["steps"]
    }
    _, again = masked(source, demanding(), Order(chosen=chosen))
    assert again["tables"][0]["risk"]["demand"]["reached"]
    assert "proposal" not in again["tables"][0]["risk"]


def test_small_groups_are_suppressed_where_the_policy_says_so_and_no_more(tmp_path: Path):
    source = tmp_path / "in.csv"
    source.write_text(SMALL, "utf-8")
    text, report = masked(source, demanding(suppress=True))
    risk = report["tables"][0]["risk"]
    lines = text.splitlines()
    assert (risk["before"]["k"], risk["suppressed"]["rows"]) == (1, 9)
    assert risk["after"]["k"] >= 5
    assert risk["demand"]["reached"]
    assert lines[10] == "***,***,y"
    assert lines.count("男,30,x") == 9
    assert report["tables"][0]["rows"] == 18


def test_a_table_too_small_for_the_k_is_suppressed_whole_and_asks_for_a_decision(tmp_path: Path):
    source = tmp_path / "in.csv"
    source.write_text("性别,年龄,n\n男,30,x\n女,31,y\n", "utf-8")
    out = tmp_path / "out.csv"
    report = apply_file(source, out, demanding(suppress=True))
    assert out.read_text("utf-8") == "性别,年龄,n\n***,***,x\n***,***,y\n"
    assert report.needs_decision


def test_a_first_row_of_data_is_masked_as_data_and_the_report_says_so(tmp_path: Path):
    source = tmp_path / "in.csv"
    source.write_text("".join(f"{n},1391234567{n},{ID}\n" for n in range(5)), "utf-8")
    text, report = masked(source, ready_made("release-public"))
    assert ID not in text
    assert "13912345670" not in text
    assert report["tables"][0]["rows"] == 5
    assert [note["code"] for note in report["notes"]] == ["no_header"]
