"""A reviewer is shown a few rows before and after masking, chosen so that each column is seen."""

from __future__ import annotations

from pathlib import Path

from ckanext.masking.domain.engine import apply_file
from ckanext.masking.domain.policy.ready import ready_made
from ckanext.masking.domain.review.sample import COLUMNS, LOOK, ROWS, choose, sample_files
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

PHONE = "13912345678"


def sampled(source: Path) -> list[dict]:
    out = source.with_name("out" + source.suffix)
    assert apply_file(source, out, ready_made("release-public")).held is None
    return sample_files(source, out)["tables"]


def test_both_sides_of_a_row_stand_beside_each_other(tmp_path: Path):
    source = tmp_path / "in.csv"
    source.write_text("编号,手机号\n" + "".join(f"{n},{PHONE}\n" for n in range(30)), "utf-8")
    (table,) = sampled(source)
    assert [one["name"] for one in table["columns"]] == ["编号", "手机号"]
    assert len(table["rows"]) == ROWS
    assert table["rows"][3] == {"number": 4, "before": ["3", PHONE], "after": ["3", "***"]}


def test_a_row_that_alone_changes_is_found_among_thousands(tmp_path: Path):
    source = tmp_path / "in.csv"
    notes = ["无"] * (LOOK - 1)
    notes[LOOK - 500] = f"请联系 {PHONE}"
    source.write_text("编号,备注\n" + "".join(f"{n},{x}\n" for n, x in enumerate(notes)), "utf-8")
    (table,) = sampled(source)
    shown = {row["number"]: row for row in table["rows"]}
    assert PHONE in shown[LOOK - 499]["before"][1]
    assert PHONE not in shown[LOOK - 499]["after"][1]


def test_each_sheet_has_rows_of_its_own(tmp_path: Path):
    source = tmp_path / "in.xlsx"
    with Workbook(source) as book:
        for name in ("甲", "乙"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["手机号"])
            for row in range(1, 4):
                sheet.write_string(row, 0, PHONE)
    tables = sampled(source)
    assert [table["table"] for table in tables] == ["甲", "乙"]
    assert all(row["after"] == ["***"] for table in tables for row in table["rows"])


def test_a_long_cell_is_cut_and_of_many_columns_those_that_change_are_shown(tmp_path: Path):
    source = tmp_path / "in.csv"
    names = [f"c{n}" for n in range(COLUMNS + 5)] + ["手机号"]
    cells = ["长" * 900] + ["x"] * (COLUMNS + 4) + [PHONE]
    source.write_text(",".join(names) + "\n" + ",".join(cells) + "\n", "utf-8")
    (table,) = sampled(source)
    assert len(table["columns"]) == COLUMNS
    assert table["columns"][-1]["name"] == "手机号"
    assert len(table["rows"][0]["before"][0]) == 200


rows = st.lists(st.integers(0, 99), unique=True).map(sorted)


@given(st.lists(rows, max_size=8), st.integers(0, 100))
def test_rows_are_chosen_once_in_order_and_each_column_gets_one(changed, length):
    changed = [[row for row in one if row < length] for one in changed]
    chosen = choose(changed, length)
    assert chosen == sorted(set(chosen))
    assert len(chosen) == min(ROWS, length)
    assert all(one[0] in chosen for one in changed if one)
