"""A department reports by workbook: download, fill, hand in, mend what came back."""

from __future__ import annotations

import base64
import io
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckanext.govopen.adapters import excel
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from .catalogue_world import act, department, person, refused, unique

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


@pytest.fixture
def owner() -> dict[str, Any]:
    return department("文化局")


def template() -> Workbook:
    made = act("govopen_dataset_template")
    return load_workbook(io.BytesIO(base64.b64decode(made["content"])))


def fill(book: Workbook, sheet: str, **cells: Any) -> None:
    """Add a row to a sheet, each cell under its heading."""
    page: Worksheet = book[sheet]
    heads = [str(cell.value).rstrip("*") for cell in page[1]]
    assert set(cells) <= set(heads), set(cells) - set(heads)
    page.append([cells.get(head) for head in heads])


def dataset(book: Workbook, number: int, title: str, **cells: Any) -> None:
    given = {"序号": number, "数据名称": title, "数据摘要": "名称和地址。", "主题分类": "文化休闲"}
    labels = {c.zh: c.choices for c in excel.dataset_columns()}
    given["主题分类"] = labels["主题分类"][0]
    fill(book, excel.DATASETS, **{**given, "开放类型": "无条件开放", **cells})


def packed(book: Workbook) -> str:
    stream = io.BytesIO()
    book.save(stream)
    return base64.b64encode(stream.getvalue()).decode()


def test_the_template_has_headings_lists_an_example_and_help():
    book = template()
    assert book.sheetnames == [excel.DATASETS, excel.ELEMENTS, excel.HELP, excel.LISTS]
    heads = [cell.value for cell in book[excel.DATASETS][1]]
    assert heads[:3] == ["序号*", "数据名称*", "数据摘要*"]
    assert {"共享类型", "开放类型", "更新周期", "资源代码", "数据链接"} <= set(heads)
    assert book[excel.DATASETS]["A2"].value == excel.EXAMPLE_MARK
    rules = book[excel.DATASETS].data_validations.dataValidation
    assert all(rule.formula1.startswith(f"'{excel.LISTS}'!") for rule in rules)
    themes = next(c for c in excel.dataset_columns() if c.field == "theme").choices
    columns = list(book[excel.LISTS].iter_cols(values_only=True))
    assert any(tuple(v for v in column if v) == themes for column in columns)
    assert book[excel.LISTS].sheet_state == "hidden"


def test_the_template_as_it_is_imports_nothing(owner: dict[str, Any]):
    report = act("govopen_dataset_import", upload=packed(template()), organization=owner["id"])
    assert (report["created"], report["failed"]) == ([], [])


def test_good_rows_are_in_and_the_others_come_back_with_reasons(owner: dict[str, Any]):
    book = template()
    good, bad = unique("图书馆名录"), unique("博物馆名录")
    dataset(book, 1, good, 更新周期="每年", 标签="图书馆，文化", 数据链接="https://example.org/a.csv",
            数据格式="CSV", 发布日期="2024-03-01")  # fmt: skip
    fill(book, excel.ELEMENTS, 序号=1, 名称="图书馆名称", 数据类型="字符串型", 长度=100)
    fill(book, excel.ELEMENTS, 序号=1, 名称="地址", 数据类型="字符串型", 长度=200)
    dataset(book, 2, bad, 开放类型="有条件开放")
    fill(book, excel.ELEMENTS, 序号=2, 名称="博物馆名称", 数据类型="字符串型")
    report = act(
        "govopen_dataset_import", upload=packed(book), organization=owner["name"], publish=True
    )
    (made,) = report["created"]
    shown = act("package_show", id=made)
    assert (shown["title"], shown["status"]) == (good, "published")
    assert [element["name"] for element in shown["elements"]] == ["图书馆名称", "地址"]
    assert shown["elements"][0]["length"] == "100"
    assert shown["update_cycle"] == "yearly"
    assert [(r["url"], r["format"]) for r in shown["resources"]] == [
        ("https://example.org/a.csv", "CSV")
    ]
    assert {tag["name"] for tag in shown["tags"]} == {"图书馆", "文化"}
    assert shown["res_code"]

    (failed,) = report["failed"]
    assert (failed["number"], failed["title"]) == ("2", bad)
    (problem,) = failed["problems"]
    assert problem["field"] == "open_condition"
    assert "开放条件" in problem["zh"]
    assert "conditions" in problem["en"]

    back = load_workbook(io.BytesIO(base64.b64decode(report["workbook"]["content"])))
    heads = [cell.value for cell in back[excel.DATASETS][1]]
    row = {head: cell.value for head, cell in zip(heads, back[excel.DATASETS][2], strict=True)}
    assert back[excel.DATASETS].max_row == 2
    assert row["数据名称*"] == bad
    assert "开放条件" in row["未导入原因"]
    assert "conditions" in row["Reason"]
    assert back[excel.ELEMENTS]["B2"].value == "博物馆名称"

    column = heads.index("开放条件") + 1
    back[excel.DATASETS].cell(2, column).value = "实名登记后提供"
    again = act("govopen_dataset_import", upload=packed(back), organization=owner["id"])
    assert (len(again["created"]), again["failed"]) == (1, [])
    mended = act("package_show", id=again["created"][0])
    assert mended["title"] == bad
    assert mended["status"] == "draft", "not published unless asked"
    assert [element["name"] for element in mended["elements"]] == ["博物馆名称"]


def test_a_row_with_a_resource_code_updates_its_dataset(owner: dict[str, Any]):
    book = template()
    dataset(book, 1, unique("剧院名录"), 数据链接="https://example.org/b.csv")
    report = act(
        "govopen_dataset_import", upload=packed(book), organization=owner["id"], publish=True
    )
    before = act("package_show", id=report["created"][0])
    book = template()
    dataset(book, 1, before["title"], 数据摘要="名称、地址和座位数。", 资源代码=before["res_code"])
    report = act("govopen_dataset_import", upload=packed(book), organization=owner["id"])
    assert report["updated"] == [before["id"]]
    after = act("package_show", id=before["id"])
    assert after["notes"] == "名称、地址和座位数。"
    assert after["status"] == "published"
    assert [r["id"] for r in after["resources"]] == [r["id"] for r in before["resources"]]
    other = department("体育局")
    report = act("govopen_dataset_import", upload=packed(book), organization=other["id"])
    assert report["failed"][0]["problems"][0]["field"] == "res_code"


def test_an_editor_imports_for_the_own_department_only(owner: dict[str, Any]):
    editor, other = person("editor", owner), department("体育局")
    book = template()
    dataset(book, 1, unique("体育馆名录"), 提供部门=other["title"])
    dataset(book, 2, unique("美术馆名录"), 提供部门=owner["title"])
    report = act("govopen_dataset_import", editor, upload=packed(book))
    assert len(report["created"]) == 1
    assert report["failed"][0]["problems"][0]["code"] == "not_allowed"
    with pytest.raises(tk.NotAuthorized):
        act("govopen_dataset_import", editor, upload=packed(book), organization=other["id"])
    member = person("member", owner)
    with pytest.raises(tk.NotAuthorized):
        act("govopen_dataset_import", member, upload=packed(book), organization=owner["id"])
    with pytest.raises(tk.NotAuthorized):
        act("govopen_dataset_template", member)


def test_an_editor_may_not_publish_by_workbook(owner: dict[str, Any]):
    editor = person("editor", owner)
    book = template()
    dataset(book, 1, unique("档案馆名录"))
    asked = {"upload": packed(book), "organization": owner["id"], "publish": True}
    report = act("govopen_dataset_import", editor, **asked)
    assert report["failed"][0]["problems"][0]["field"] == "status"
    approver = person("admin", owner)
    report = act("govopen_dataset_import", approver, **asked)
    assert act("package_show", id=report["created"][0])["status"] == "published"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no workbook", "xlsx"),
        (b"PK\x05\x06" + bytes(18), "文件无法读取"),
    ],
)
def test_what_is_no_workbook_is_refused(owner: dict[str, Any], content: bytes, words: str):
    upload = base64.b64encode(content).decode()
    found = refused("govopen_dataset_import", upload=upload, organization=owner["id"])
    assert words in found["upload"][0]


def test_a_workbook_with_a_column_nobody_knows_is_refused(owner: dict[str, Any]):
    book = template()
    book[excel.DATASETS].cell(1, 60).value = "颜色"
    found = refused("govopen_dataset_import", upload=packed(book), organization=owner["id"])
    assert "颜色" in found["upload"][0]


def test_a_formula_in_a_cell_comes_back_as_text(owner: dict[str, Any]):
    book = template()
    dataset(book, 1, "=1+1", 数据摘要="")
    book[excel.DATASETS].cell(3, 2).data_type = "s"
    report = act("govopen_dataset_import", upload=packed(book), organization=owner["id"])
    back = load_workbook(io.BytesIO(base64.b64decode(report["workbook"]["content"])))
    assert back[excel.DATASETS]["B2"].data_type == "s"
