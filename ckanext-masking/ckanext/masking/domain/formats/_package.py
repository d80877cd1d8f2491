"""Looks into a zip before anything unpacks it: what is in it, how large, and whether it is XLSX."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import Final

from ckanext.masking.domain.formats.base import MIB, HeldError, Limits, Note

_CHUNK: Final = MIB
_SMALL: Final = 4 * MIB
"""A part up to this size may be packed as tightly as it likes."""
_MACRO: Final = ("vbaproject", "macrosheets/", "xl/activex/", "xl/ctrlprops/")
_DROPPED: Final = (
    ("pivot", r"xl/pivot", "数据透视表及其缓存", "pivot tables and their caches"),
    ("external", r"xl/externallinks|xl/connections|xl/querytables", "外部链接", "external links"),
    (
        "drawings",
        r"xl/(media|drawings/[^/]*xml|chart|diagrams/)",
        "图片和图表",
        "pictures, charts",
    ),
    ("embedded", r"xl/embeddings/", "嵌入的对象", "embedded objects"),
    ("properties", r"docprops/|customxml/", "文档属性", "document properties"),
)
_MARKS: Final = (
    ("formulas", rb"<f[ >]", "公式（已换成其结果）", "formulas (their results stay)"),
    ("names", rb"<definedName[ >]", "定义的名称", "defined names"),
    ("rich_text", rb"<r>", "单元格内的局部格式", "formatting inside cells"),
    ("links", rb"<hyperlink ", "超链接", "hyperlinks"),
    ("headers", rb"<headerFooter[ >]", "页眉和页脚", "headers and footers"),
    ("conditions", rb"<conditionalFormatting[ >]", "条件格式", "conditional formats"),
)
_RULES: Final = b"dataValidation "
_NEEDED: Final = frozenset({"[content_types].xml", "xl/workbook.xml"})


def inspect(path: Path, limits: Limits) -> tuple[list[Note], bool]:
    """Reads a workbook's zip once, in bounded memory: what of it is not carried over, and whether
    there are rules of validation in it.

    Raises ``HeldError``.
    """
    if path.stat().st_size > limits.xlsx:
        raise _too_large()
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check(entries, limits)
            marks = _read(archive, entries, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeError):
        zh = "压缩包已损坏或无法读取，请重新另存"
        raise HeldError("zip", zh, "a damaged zip; save the file anew") from None
    names = [entry.filename.lower() for entry in entries]
    found: list[Note] = []
    for code, pattern, zh, en in _DROPPED:
        number = sum(re.match(pattern, name) is not None for name in names)
        if number:
            found.append(Note(code, f"没有带出：{zh}", f"left out: {en}", number))
    for code, _, zh, en in _MARKS:
        if marks[code]:
            found.append(Note(code, f"没有带出：{zh}", f"left out: {en}", marks[code]))
    return found, bool(marks["rules"])


def _check(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """What the zip's directory says. Raises ``HeldError``."""
    names = [entry.filename.lower() for entry in entries]
    if not set(names) >= _NEEDED:
        zh = "是压缩包、Word 等文件，不是 XLSX，请解压或另存后提交"
        raise HeldError("archive", zh, "an archive or another document, no XLSX; unpack it first")
    if any(entry.flag_bits & 1 for entry in entries):
        raise HeldError("password", "加了密码，请去掉密码", "has a password; take it off")
    if any(mark in name for name in names for mark in _MACRO):
        raise HeldError(
            "macro", "含有宏，请另存为不带宏的 XLSX", "has macros; save it without them"
        )
    if len(names) > limits.entries or len(set(names)) < len(names):
        raise HeldError(
            "zip", "压缩包的内容不正常", "an odd zip: too many parts, or two of one name"
        )
    for entry in entries:
        packed = max(entry.compress_size, 1)
        if entry.file_size > _SMALL and entry.file_size / packed > limits.ratio:
            raise _too_large()
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise _too_large()


def _read(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits) -> Counter[str]:
    """Unpacks every part once, so that a false size or checksum shows; counts what is marked."""
    marks: Counter[str] = Counter()
    total = 0
    for entry in entries:
        with archive.open(entry) as part:
            tail = b""
            while chunk := part.read(_CHUNK):
                total += len(chunk)
                if total > limits.unpacked:
                    raise _too_large()
                if entry.filename.endswith((".xml", ".rels")):
                    _mark(tail + chunk, len(tail), marks)
                    tail = chunk[-64:]
    return marks


def _mark(data: bytes, seen: int, marks: Counter[str]) -> None:
    # In UTF-16, which the standard allows and nobody writes, nothing of this could be seen.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"<\0" in data or b"\0<" in data:
        raise HeldError("xml", "含有不安全的 XML 声明", "has an unsafe XML declaration")
    marks["rules"] += _RULES in data
    for code, pattern, _, _ in _MARKS:
        marks[code] += sum(match.end() > seen for match in re.finditer(pattern, data))


def _too_large() -> HeldError:
    zh = "展开后过大，请拆分或另存为 CSV"
    return HeldError("size", zh, "too large when unpacked; split it or save it as CSV")
