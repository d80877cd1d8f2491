"""Workbooks are written anew; planted values are searched in every part of the result."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from ckanext.masking.domain.engine import apply_file
from ckanext.masking.domain.policy.ready import ready_made
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineWorkbook, SheetVisibleEnum

ID = "11010519491231002X"
MOBILES = [f"1391234567{n}" for n in range(10)]


def workbook(path: Path) -> Path:
    """A workbook with a raw value in each place that openpyxl can write."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "名单"
    sheet.append(["登记表"])
    sheet.append([f"填表人电话：{MOBILES[0]}"])
    sheet.append(["编号", "姓名", "手机号", "身份证号", "日期", "数", "备注"])
    for n in range(3):
        row = [f"00{n}", "王芳", MOBILES[n], ID, date(2020, 1, n + 1), 1.5, "NA"]
        sheet.append(row)
    sheet["C5"] = int(MOBILES[3])
    sheet["G4"].comment = Comment(f"电话 {MOBILES[4]}", "王芳")
    sheet["G5"] = CellRichText("电话 ", TextBlock(InlineFont(b=True), MOBILES[5]))
    sheet["G6"] = f'=CONCATENATE("{MOBILES[6]}")'
    sheet.merge_cells("A1:G1")
    validation = DataValidation(type="list", formula1=f'"{MOBILES[7]},无"')
    sheet.add_data_validation(validation)
    validation.add("G4")
    book.defined_names["who"] = DefinedName("who", attr_text=f'"{MOBILES[8]}"')
    book.properties.creator = "王芳"
    book.properties.description = MOBILES[9]
    hidden = book.create_sheet("隐藏")
    hidden.append(["手机号"])
    hidden.append([MOBILES[1]])
    hidden.sheet_state = "hidden"
    book.save(path)
    return path


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


@pytest.fixture
def outcome(tmp_path: Path):
    out = tmp_path / "out.xlsx"
    report = apply_file(workbook(tmp_path / "in.xlsx"), out, ready_made("release-public"))
    assert report.held is None
    return out, report


def test_no_part_of_the_result_holds_a_raw_value(outcome):
    out, _ = outcome
    for name, text in parts(out).items():
        assert not [raw for raw in (*MOBILES, ID, "王芳") if raw in text], name


def test_cells_that_are_not_masked_keep_their_value_and_type(outcome):
    out, _ = outcome
    sheet = openpyxl.load_workbook(out)["名单"]
    row = [cell.value for cell in sheet[4]]
    assert row[0] == "000"
    assert row[1:4] == ["***", "***", "***"]
    assert row[4] == datetime(2020, 1, 1)
    assert row[5] == 1.5
    assert row[6] == "NA"
    assert "A1:G1" in [str(merged) for merged in sheet.merged_cells.ranges]


def test_a_number_keeps_all_its_digits(tmp_path: Path):
    source, exact = workbook(tmp_path / "in.xlsx"), "<v>0.30000000000000004</v>"
    texts = parts(source)
    with zipfile.ZipFile(source, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text.replace("<v>1.5</v>", exact))
    apply_file(source, tmp_path / "out.xlsx", ready_made("release-public"))
    assert exact in parts(tmp_path / "out.xlsx")["xl/worksheets/sheet1.xml"]


def test_hidden_sheets_are_masked_and_stay_hidden(outcome):
    out, _ = outcome
    book = CalamineWorkbook.from_path(out)
    assert [sheet.visible for sheet in book.sheets_metadata] == [
        SheetVisibleEnum.Visible,
        SheetVisibleEnum.Hidden,
    ]
    assert book.get_sheet_by_name("隐藏").to_python()[1] == ["***"]


def test_what_is_left_out_is_told(outcome):
    _, report = outcome
    codes = {note["code"] for note in report.as_dict()["notes"]}
    assert {"authors", "names", "formulas", "properties", "rich_text"} <= codes


def test_a_table_that_begins_elsewhere_keeps_its_place(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row, values in enumerate([["编号", "手机号"], ["1", MOBILES[0]], ["2", MOBILES[1]]], 3):
        for column, value in enumerate(values, 3):
            sheet.cell(row, column, value)
    book.save(tmp_path / "in.xlsx")
    apply_file(tmp_path / "in.xlsx", tmp_path / "out.xlsx", ready_made("release-public"))
    result: Any = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert (result["C4"].value, result["D4"].value) == ("1", "***")


def test_the_name_of_a_sheet_is_masked_with_the_rest(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = f"户主{ID}"
    sheet.append(["编号"])
    book.save(tmp_path / "in.xlsx")
    apply_file(tmp_path / "in.xlsx", tmp_path / "out.xlsx", ready_made("release-public"))
    assert not [name for name, text in parts(tmp_path / "out.xlsx").items() if ID in text]


def changed(path: Path, **files: bytes) -> Path:
    """The workbook with more parts in its zip."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_bin", ".bin"), data)
    return path


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


def test_macros_bombs_and_other_archives_are_held(tmp_path: Path):
    macro = changed(workbook(tmp_path / "macro.xlsx"), xl__vbaProject_bin=b"x")
    bomb = changed(workbook(tmp_path / "bomb.xlsx"), xl__more=b"\0" * 20_000_000)
    archive, broken = tmp_path / "archive.xlsx", tmp_path / "broken.xlsx"
    archive.write_bytes(zipped("word/document.xml"))
    broken.write_bytes(workbook(tmp_path / "whole.xlsx").read_bytes()[:-40])
    for path, reason in ((macro, "macro"), (bomb, "size"), (archive, "archive"), (broken, "zip")):
        report = apply_file(path, tmp_path / "out.xlsx", ready_made("display"))
        assert report.held is not None
        assert report.held.reason == reason
    assert not (tmp_path / "out.xlsx").exists()


def test_widths_and_formats_stay_but_no_format_that_holds_text(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["日", "额", "密", "文"])
    for n in range(3):
        sheet.append([date(2020, 1, n + 1), 1234.5, 7, "x"])
        codes = ('yyyy"年"m"月"d"日"', "#,##0.00", f'0"{MOBILES[0]}"')
        for cell, code in zip(sheet[n + 2], codes, strict=False):
            cell.number_format = code
    sheet.column_dimensions["B"].width = 23
    sheet.column_dimensions["D"].hidden = True
    book.save(tmp_path / "in.xlsx")
    out = tmp_path / "out.xlsx"
    apply_file(tmp_path / "in.xlsx", out, ready_made("release-public"))
    result: Any = openpyxl.load_workbook(out).active
    assert [cell.number_format for cell in result[2]][:3] == [
        'yyyy"年"m"月"d"日"',
        "#,##0.00",
        "General",
    ]
    assert round(result.column_dimensions["B"].width) == 23
    assert result.column_dimensions["D"].hidden
    assert not [name for name, text in parts(out).items() if MOBILES[0] in text]
