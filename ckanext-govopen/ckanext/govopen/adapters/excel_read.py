"""Reads a filled import workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from ckanext.govopen.domain.text import fold
from govopen_common.problem import Problem, Rejected
from python_calamine import CalamineError, CalamineWorkbook

from . import excel
from .excel import Column

_REASONS: Final = (excel.REASON_ZH, excel.REASON_EN)


@dataclass(frozen=True)
class Row:
    """A dataset's row: its line in the sheet (from 1), number, cells by field, elements."""

    line: int
    number: str
    cells: dict[str, str]
    elements: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Failed:
    """A row that was not imported, and why."""

    row: Row
    problems: Sequence[Problem]

    def text(self, lang: str) -> str:
        """The reasons in ``lang``, one a line, each with the heading of its column."""
        names = {column.field: column for column in excel.dataset_columns()}
        names |= {f"elements.{c.field}": c for c in excel.element_columns()}
        lines = []
        for problem in self.problems:
            parts = problem.field.split(".")
            column = names.get(".".join(part for part in parts if not part.isdecimal()))
            name = problem.field if column is None else column.zh if lang == "zh" else column.en
            if parts[0] == "elements" and len(parts) > 1 and parts[1].isdecimal():
                word = excel.ELEMENTS if lang == "zh" else "element"
                name = f"{word} {int(parts[1]) + 1} {name}"
            lines.append(f"{name}: {problem.text(lang)}")
        return "\n".join(lines)


def read(content: bytes) -> list[Row]:
    """The dataset rows of a workbook (xlsx). Raises Rejected when it cannot be used at all."""
    _bounded(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names
                  if name in (excel.DATASETS, excel.ELEMENTS)}  # fmt: skip
    except (CalamineError, OSError, ValueError) as error:
        raise _refused(f"文件无法读取（{error}）", f"the file cannot be read ({error})") from error
    if excel.DATASETS not in sheets:
        raise _refused(
            f"缺少工作表“{excel.DATASETS}”，请使用下载的模板",
            f"the sheet {excel.DATASETS} is missing; use the template",
        )
    datasets = _table(sheets[excel.DATASETS], excel.dataset_columns(), excel.MAX_ROWS)
    elements = _table(
        sheets.get(excel.ELEMENTS, []), excel.element_columns(), excel.MAX_ELEMENT_ROWS
    )
    return _joined(datasets, elements)


def _joined(
    datasets: list[tuple[int, dict[str, str]]], elements: list[tuple[int, dict[str, str]]]
) -> list[Row]:
    rows: dict[str, Row] = {}
    for line, cells in datasets:
        number = cells.pop(excel.NUMBER, "") or f"#{line}"
        if number in rows:
            raise _refused(
                f"第 {line} 行的序号 {number} 重复，请改正",
                f"the number {number} of row {line} is used twice; correct it",
            )
        rows[number] = Row(line, number, {**cells, excel.NUMBER: number})
    for line, cells in elements:
        number = cells.pop(excel.NUMBER, "")
        if number not in rows:
            raise _refused(
                f"数据元表第 {line} 行的序号“{number}”在数据目录表中不存在，请改正",
                f"row {line} of the elements has the number “{number}”, which no dataset has",
            )
        rows[number].elements.append(cells)
    return list(rows.values())


def _bounded(content: bytes) -> None:
    if len(content) > excel.MAX_BYTES:
        size = excel.MAX_BYTES // 1024 // 1024
        raise _refused(f"文件超过 {size} MB，请分批导入", f"the file is above {size} MB; divide it")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise _refused("不是 xlsx 工作簿，请使用下载的模板", "this is no xlsx workbook") from error
    if unpacked > excel.MAX_UNPACKED:
        raise _refused("文件内容过大，请分批导入", "the file is too large when unpacked; divide it")


def _table(
    lines: Sequence[Sequence[Any]], columns: Sequence[Column], limit: int
) -> list[tuple[int, dict[str, str]]]:
    """The filled lines of a sheet with their numbers, cells by field."""
    if not lines:
        return []
    known = excel.by_heading(columns)
    heads = [known.get(fold(_text(cell).rstrip("*"))) for cell in lines[0]]
    unknown = [_text(c) for c, head in zip(lines[0], heads, strict=True) if _text(c) and not head]
    if unknown:
        words = "、".join(unknown[:5])
        raise _refused(f"不认识的列：{words}，请使用模板的列名", f"unknown columns: {words}")
    found = list(_rows(lines[1:], heads))
    if len(found) > limit:
        raise _refused(f"超过 {limit} 行，请分批导入", f"more than {limit} rows; divide the file")
    return found


def _rows(
    lines: Sequence[Sequence[Any]], heads: Sequence[Column | None]
) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(lines, start=2):
        cells = {
            head.field: _text(cell)
            for cell, head in zip(line, heads, strict=False)
            if head is not None and head.field not in _REASONS and _text(cell)
        }
        if cells and cells.get(excel.NUMBER) != excel.EXAMPLE_MARK:
            yield number, cells


def _text(cell: Any) -> str:
    """A cell as text: dates in ISO form, whole numbers without a decimal point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not any((cell.hour, cell.minute)) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _refused(zh: str, en: str) -> Rejected:
    return Rejected(Problem("file", "file", zh, en))
