"""The layout of the import workbook: its sheets and columns follow from the dataset form.

Sheet 数据目录 has a row for each dataset, sheet 数据元 a row for each data element, tied to its
dataset by the number in the first column. A field added to ``schemas/dataset.yaml`` is a column
here without more ado.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckanext.govopen.domain.text import fold

from . import vocabularies

DATASETS: Final = "数据目录"
ELEMENTS: Final = "数据元"
HELP: Final = "填写说明"
LISTS: Final = "词表"

NUMBER: Final = "number"
EXAMPLE_MARK: Final = "示例"
"""In the number column of the example row, which is passed over."""
REASON_ZH: Final = "reason_zh"
REASON_EN: Final = "reason_en"

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_ROWS: Final = 2_000
MAX_ELEMENT_ROWS: Final = 40_000
"""Bounds of a workbook that is uploaded: choices of this project, far above what a department
reports at once."""

_AUTOMATIC: Final = ("govopen_automatic",)
_LEFT_OUT: Final = ("name", "license_id", "spatial", "author", "language", "elements", "status")
_KEPT: Final = ("res_code",)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it fills, its heading, help in both languages, its choices."""

    field: str
    zh: str
    en: str
    required: bool = False
    help_zh: str = ""
    help_en: str = ""
    choices: tuple[str, ...] = ()
    example: str = ""

    @property
    def heading(self) -> str:
        return f"{self.zh}*" if self.required else self.zh


_NUMBER_COLUMN: Final = Column(
    NUMBER,
    "序号",
    "Number",
    True,
    "本工作簿内不重复的编号，数据元表用它对应数据。",
    "A number of your own, unique in the workbook; the elements refer to it.",
    example="1",
)
_RESOURCE_COLUMNS: Final = (
    Column(
        "resource_url",
        "数据链接",
        "Link to the data",
        help_zh="数据文件或接口的网址。",
        help_en="Address of the file or API.",
    ),
    Column("resource_name", "链接名称", "Name of the link"),
    Column(
        "resource_format", "数据格式", "Format", help_zh="如 CSV、XLSX、API。", help_en="As CSV"
    ),
)
REASONS: Final = (
    Column(REASON_ZH, "未导入原因", "Reason (Chinese)"),
    Column(REASON_EN, "Reason", "Reason"),
)

_EXAMPLES: Final = {
    "title": "贵阳市公益性图书馆名录",
    "notes": "贵阳市公共图书馆的名称、地址、开放时间和联系电话。",
    "theme": "文化休闲",
    "share_type": "无条件共享",
    "open_type": "无条件开放",
    "update_cycle": "每年",
    "pub_date": "2024-03-01",
    "grade": "公开",
    "name": "图书馆名称",
    "mark": "TSGMC",
    "type": "字符串型",
    "length": "100",
}


def dataset_columns() -> list[Column]:
    """The columns of the dataset sheet."""
    fields = _schema()["dataset_fields"]
    kept = [_column(field) for field in fields if _is_column(field, _LEFT_OUT)]
    return [_NUMBER_COLUMN, *kept, *_RESOURCE_COLUMNS]


def element_columns() -> list[Column]:
    """The columns of the element sheet."""
    elements = next(f for f in _schema()["dataset_fields"] if f["field_name"] == "elements")
    rows = elements["repeating_subfields"]
    return [_NUMBER_COLUMN, *(_column(field) for field in rows if _is_column(field, ()))]


def by_heading(columns: Sequence[Column]) -> dict[str, Column]:
    """Columns by every heading they are known under, folded."""
    found: dict[str, Column] = {}
    for column in (*columns, *REASONS):
        for word in (column.zh, column.en, column.field):
            found.setdefault(fold(word), column)
    return found


def _schema() -> dict[str, Any]:
    return tk.get_action("scheming_dataset_schema_show")(
        {"ignore_auth": True}, {"type": "dataset", "expanded": False}
    )


def _is_column(field: Mapping[str, Any], left_out: Sequence[str]) -> bool:
    name = field["field_name"]
    if name in _KEPT:
        return True
    hidden = "form_snippet" in field and field["form_snippet"] is None
    return not hidden and name not in left_out and field.get("preset") not in _AUTOMATIC


def _column(field: Mapping[str, Any]) -> Column:
    label, told = _both(field.get("label")), _both(field.get("help_text"))
    name = str(field["field_name"])
    required = bool(field.get("required")) and name not in ("owner_org", "grade")
    choices = _choices(field)
    example = _EXAMPLES.get(name, "")
    if example and choices:
        example = next((choice for choice in choices if choice.startswith(example[:3])), choices[0])
    return Column(
        name, label[0] or name, label[1] or name, required, told[0], told[1], choices, example
    )


def _choices(field: Mapping[str, Any]) -> tuple[str, ...]:
    if field.get("vocabulary"):
        concepts = vocabularies.vocabulary(str(field["vocabulary"])).concepts.values()
        return tuple(concept.zh for concept in concepts)
    return ("是", "否") if field.get("preset") == "govopen_flag" else ()


def _both(text: Any) -> tuple[str, str]:
    if isinstance(text, Mapping):
        zh = str(text.get("zh_Hans_CN") or "")
        return zh, str(text.get("en") or zh)
    return str(text or ""), str(text or "")
