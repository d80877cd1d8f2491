"""Comments and rules of validation are carried over with their texts masked."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from ckanext.masking.domain.engine import FileReport, apply_file
from ckanext.masking.domain.policy.ready import ready_made
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

MOBILE, OTHER = "13912345678", "15812345679"
ROWS = (("编号", "姓名", "手机号"), ("001", "王芳", MOBILE), ("002", "李伟强", OTHER))
THREAD = f"""<ThreadedComments
 xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="A2" personId="P" id="1"><text>@王芳 电话{MOBILE}</text><mentions>
<mention mentionpersonId="P" startIndex="0" length="3"/></mentions></threadedComment>
<threadedComment ref="A2" id="2" parentId="1"><text>再打{OTHER}</text></threadedComment>
</ThreadedComments>"""
RELATION = (
    '<Relationship Id="T" Type="http://schemas.microsoft.com/office/2017/10/relationships/'
    'threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
)
EXTENSION = f"""<extLst><ext uri="x"><x14:dataValidations
 xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
 xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list">
<x14:formula1><xm:f>"{MOBILE},无"</xm:f></x14:formula1><xm:sqref>D2</xm:sqref>
</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"""


def book() -> tuple[openpyxl.Workbook, Any]:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = "名单"
    for row in ROWS:
        sheet.append(row)
    return made, sheet


def rule(sheet: Any, cells: str, **given: Any) -> None:
    one = DataValidation(**given)
    for each in cells.split():
        one.add(each)
    sheet.add_data_validation(one)


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def with_parts(data: bytes, changed: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in {**parts(data), **changed}.items():
            archive.writestr(name, text)
    return out.getvalue()


def saved(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def masked(tmp_path: Path):
    def mask(data: bytes) -> tuple[openpyxl.Workbook, FileReport]:
        source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
        source.write_bytes(data)
        report = apply_file(source, out, ready_made("release-public"))
        assert report.held is None
        for name, text in parts(out.read_bytes()).items():
            assert not [raw for raw in (MOBILE, OTHER, "王芳") if raw in text], name
        return openpyxl.load_workbook(out), report

    return mask


def notes(report: FileReport) -> dict[str, int]:
    return {note["code"]: note["count"] for note in report.as_dict()["notes"]}


def rules(sheet: Any) -> list[Any]:
    return list(sheet.data_validations.dataValidation)


def test_comments_stay_where_they_are_masked_and_without_their_author(masked):
    made, sheet = book()
    sheet["A2"].comment = Comment(f"王芳:\n请拨打{MOBILE}核对", "王芳")
    sheet["F9"].comment = Comment("材料齐全", "李伟强")
    result, report = masked(saved(made))
    assert result["名单"]["A2"].comment.text == "请拨打***核对"
    assert result["名单"]["F9"].comment.text == "材料齐全"
    assert "李伟强" not in str(result["名单"]["F9"].comment.author)
    assert notes(report)["authors"] == 2


def test_a_comment_that_may_be_a_name_asks_for_a_decision(masked):
    made, sheet = book()
    sheet["A2"].comment = Comment("王芳", "某人")
    _, report = masked(saved(made))
    (column,) = [
        column
        for table in report.as_dict()["tables"]
        for column in table["columns"]
        if column["kind"] == "beside"
    ]
    assert column["review"]
    assert column["masked"] == 1


def test_a_thread_becomes_one_comment_without_those_it_mentions(masked):
    made, sheet = book()
    sheet["A2"].comment = Comment(f"[Threaded comment]\n\n电话{MOBILE}", "tc={1}")
    data = saved(made)
    (relations,) = [name for name in parts(data) if name.endswith("sheet1.xml.rels")]
    text = parts(data)[relations].replace("</Relationships>", RELATION)
    threaded = {"xl/threadedComments/threadedComment1.xml": THREAD, relations: text}
    result, _ = masked(with_parts(data, threaded))
    assert result["名单"]["A2"].comment.text == "@*** 电话***\n再打***"


def test_a_list_of_choices_stays_with_its_choices_and_prompts_masked(masked):
    made, sheet = book()
    texts = {"prompt": f"电话{MOBILE}", "promptTitle": "提示", "error": "找王芳女士"}
    rule(sheet, "D2:D9 F2", type="list", formula1=f'"是,否,{MOBILE}"', allow_blank=True, **texts)
    result, _ = masked(saved(made))
    (one,) = rules(result["名单"])
    assert (one.type, one.formula1, str(one.sqref)) == ("list", '"是,否,***"', "D2:D9 F2")
    assert (one.prompt, one.promptTitle, one.error) == ("电话***", "提示", "找***女士")
    assert one.allow_blank


def test_a_list_that_refers_to_cells_refers_to_their_masked_values(masked):
    made, sheet = book()
    other = made.create_sheet("选项")
    for text in ("手机号", MOBILE, OTHER):
        other.append([text])
    rule(sheet, "D2", type="list", formula1="选项!$A$2:$A$3")
    rule(sheet, "E2", type="list", formula1="$B$2:$B$3")
    result, _ = masked(saved(made))
    assert [one.formula1 for one in rules(result["名单"])] == ["选项!$A$2:$A$3", "$B$2:$B$3"]
    assert result["选项"]["A2"].value == "***"


def test_a_rule_with_a_formula_or_a_masked_bound_or_name_is_left_out_and_told(masked):
    made, sheet = book()
    made.create_sheet(f"户{MOBILE}")
    rule(sheet, "D2", type="whole", operator="between", formula1="1", formula2="100")
    rule(sheet, "D3", type="decimal", operator="greaterThan", formula1="0.5")
    rule(sheet, "D4", type="whole", operator="equal", formula1=MOBILE)
    rule(sheet, "D5", type="custom", formula1=f'A1="{MOBILE}"')
    rule(sheet, "D6", type="list", formula1=f"户{MOBILE}!$A$1:$A$9")
    result, report = masked(saved(made))
    assert [(one.type, one.formula1) for one in rules(result["名单"])] == [
        ("whole", "1"),
        ("decimal", "0.5"),
    ]
    assert sum(n for code, n in notes(report).items() if code == "validations") >= 1


def test_rules_in_the_newer_form_are_read_too(masked):
    data = saved(book()[0])
    name = "xl/worksheets/sheet1.xml"
    text = parts(data)[name].replace("</worksheet>", EXTENSION)
    result, _ = masked(with_parts(data, {name: text}))
    assert [one.formula1 for one in rules(result["名单"])] == ['"***,无"']


@pytest.mark.parametrize(
    "broken", [("</comments>", "</comment"), ('ref="A2"', 'ref="ZZZZ99999999"')]
)
def test_comments_that_cannot_be_read_are_left_out_and_told(masked, broken: tuple[str, str]):
    made, sheet = book()
    sheet["A2"].comment = Comment(f"电话{MOBILE}", "某人")
    data = saved(made)
    (name,) = [name for name in parts(data) if re.fullmatch(r"xl/comments/.*xml", name)]
    text = parts(data)[name].replace(*broken)
    result, report = masked(with_parts(data, {name: text}))
    assert result["名单"]["A2"].comment is None
    assert notes(report)["comments"] == 1


def test_a_part_in_utf_16_in_which_nothing_could_be_seen_is_held(tmp_path: Path):
    data = saved(book()[0])
    text = re.sub(r"^<\?xml[^>]*\?>", "", parts(data)["xl/workbook.xml"])
    source = tmp_path / "in.xlsx"
    with zipfile.ZipFile(source, "w") as archive:
        for name, part in parts(data).items():
            if name == "xl/workbook.xml":
                part = '<?xml version="1.0" encoding="UTF-16"?>' + text
                archive.writestr(name, part.encode("utf-16"))
            else:
                archive.writestr(name, part)
    report = apply_file(source, tmp_path / "out.xlsx", ready_made("release-public"))
    assert report.held is not None
    assert report.held.reason == "xml"
