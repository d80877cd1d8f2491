"""What may be entered into cells of a worksheet: lists of choices, bounds, and the texts beside.

ECMA-376 part 1, 18.3.1.32, and its extension of 2009 ([MS-XLSX] 2.4.28), which alone may refer to
other sheets. Formulas are left out: whatever they hold cannot be told.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from xml.etree import ElementTree

from ckanext.masking.domain.formats._parts import local
from openpyxl.utils.cell import range_boundaries  # pyright: ignore

MOST: Final = 2_000
"""Validations of a sheet; of more none is carried over."""
_TAIL: Final = 8 << 20
"""Bytes of a part behind its cells that are read."""
_CHUNK: Final = 1 << 20
_ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?worksheet\b[^>]*>")
_CELLS_END: Final = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>|<(?:[\w.-]+:)?sheetData\s*/>")
_INLINE: Final = re.compile(r'\s*"((?:[^"]|"")*)"\s*')
_NUMBER: Final = re.compile(r"\s*-?[0-9]{1,15}(?:\.[0-9]{1,12})?\s*")
_REFERENCE: Final = re.compile(
    r"\s*=?(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    r"(?P<range>\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?)\s*"
)
_TEXTS: Final = ("promptTitle", "prompt", "errorTitle", "error")
_LONGEST: Final = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 255}
_LIST: Final = 255
"""Characters of all choices of a list together, and of a prompt (Excel's limits)."""
_KINDS: Final = {
    "list": "list",
    "whole": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "textLength": "length",
    "none": "any",
}
_CRITERIA: Final = {
    "between": "between",
    "notBetween": "not between",
    "equal": "equal to",
    "notEqual": "not equal to",
    "greaterThan": "greater than",
    "lessThan": "less than",
    "greaterThanOrEqual": "greater than or equal to",
    "lessThanOrEqual": "less than or equal to",
}
Range = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Validation:
    """One rule: the ranges it is for (first row, first column, last row, last column, from 0), its
    kind, the criterion, the choices or the bounds, the sheet its reference names, its prompts, and
    XlsxWriter's other options. ``texts`` are what may hold a value of somebody."""

    ranges: tuple[Range, ...]
    kind: str
    criterion: str
    choices: tuple[str, ...]
    bounds: tuple[str, ...]
    reference: str
    sheet: str
    prompts: tuple[str, ...]
    options: tuple[tuple[str, Any], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Choices, bounds and prompts."""
        return (*self.choices, *self.bounds, *self.prompts)

    def with_texts(self, texts: Sequence[str]) -> Validation | None:
        """The rule with these in place of ``texts``; None when a bound would be another one."""
        choices, more = texts[: len(self.choices)], texts[len(self.choices) :]
        bounds, prompts = more[: len(self.bounds)], more[len(self.bounds) :]
        if tuple(bounds) != self.bounds:
            return None
        return replace(self, choices=tuple(dict.fromkeys(choices)), prompts=tuple(prompts))

    def written(self) -> dict[str, Any] | None:
        """The options of XlsxWriter's ``data_validation``; None where Excel would not take it."""
        found: dict[str, Any] = dict(self.options) | {"validate": self.kind}
        names = ("input_title", "input_message", "error_title", "error_message")
        for name, key, text in zip(names, _TEXTS, self.prompts, strict=True):
            if text:
                found[name] = text[: _LONGEST[key]]
        if self.kind == "list":
            if not self.choices:
                return found | {"source": f"={self.reference}"} if self.reference else None
            source = [choice.replace(",", "，").replace('"', '""') for choice in self.choices]
            return found | {"source": source} if len(",".join(source)) <= _LIST else None
        if self.kind == "any":
            return found if "input_message" in found or "input_title" in found else None
        if len(self.bounds) != 1 + ("between" in self.criterion):
            return None
        found |= {"criteria": self.criterion, "value": self.bounds[0]}
        return found | {"maximum": self.bounds[1]} if len(self.bounds) > 1 else found


def validations(archive: zipfile.ZipFile, part: str) -> tuple[list[Validation], int]:
    """The rules of the sheet in ``part``, and how many cannot be kept.

    Raises ``ValueError`` or ``ParseError`` for what cannot be read.
    """
    found: list[Validation] = []
    left = 0
    for one in _rules(archive, part):
        rule = _rule(one)
        if rule is None or len(found) >= MOST:
            left += 1
        else:
            found.append(rule)
    return found, left


def _rules(archive: zipfile.ZipFile, part: str) -> Iterator[ElementTree.Element]:
    """The elements behind the cells, of which a sheet may have millions that are not parsed."""
    tail = _tail(archive, part)
    # Entities and document types were refused when the zip was inspected.
    root = ElementTree.fromstring(tail) if tail else None  # noqa: S314
    if root is not None:
        yield from (one for one in root.iter() if local(one) == "dataValidation")


def _tail(archive: zipfile.ZipFile, part: str) -> bytes:
    """The root of a worksheet with what stands behind its cells. Raises ``ValueError``."""
    root: re.Match[bytes] | None = None
    before, tail = b"", bytearray()
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            if tail:
                tail += chunk
                if len(tail) > _TAIL:
                    raise ValueError("too much behind the cells")
                continue
            data = before + chunk
            root = root or _ROOT.search(data)
            if end := _CELLS_END.search(data):
                tail += data[end.end() :]
            before = data[-256:] if root else data[-4096:]
    return root.group() + bytes(tail) if root and tail else b""


def _rule(one: ElementTree.Element) -> Validation | None:
    """An element as a rule; None for one with a formula, or of a kind that has one."""
    children = {local(child): "".join(child.itertext()) for child in one}
    kind = one.get("type", "none")
    ranges = tuple(_ranges(one.get("sqref") or children.get("sqref", "")))
    if kind not in _KINDS or not ranges:
        return None
    choices: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
    reference = sheet = ""
    formulas = [children[name] for name in ("formula1", "formula2") if children.get(name)]
    if kind == "list":
        inline = _INLINE.fullmatch(formulas[0]) if formulas else None
        referred = _REFERENCE.fullmatch(formulas[0]) if formulas else None
        if inline:
            choices = tuple(each.strip() for each in inline[1].replace('""', '"').split(","))
        elif referred:
            reference, sheet = formulas[0].strip().lstrip("="), _sheet(referred["sheet"] or "")
        else:
            return None
    elif kind != "none":
        if not formulas or not all(_NUMBER.fullmatch(each) for each in formulas):
            return None
        bounds = tuple(each.strip() for each in formulas)
    prompts = tuple(one.get(name, "") for name in _TEXTS)
    criterion = _CRITERIA.get(one.get("operator", "between"), "between")
    options = tuple(_options(one))
    return Validation(
        ranges, _KINDS[kind], criterion, choices, bounds, reference, sheet, prompts, options
    )


def _options(one: ElementTree.Element) -> Iterator[tuple[str, Any]]:
    yield "ignore_blank", _yes(one, "allowBlank")
    yield "dropdown", not _yes(one, "showDropDown")
    yield "show_input", _yes(one, "showInputMessage")
    yield "show_error", _yes(one, "showErrorMessage")
    if one.get("errorStyle") in ("warning", "information"):
        yield "error_type", one.get("errorStyle")


def _yes(one: ElementTree.Element, name: str) -> bool:
    return one.get(name) in ("1", "true")


def _sheet(name: str) -> str:
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _ranges(given: str) -> Iterator[Range]:
    for one in given.split():
        left, top, right, bottom = range_boundaries(one)
        if left is None or top is None or right is None or bottom is None:
            raise ValueError("a range without its bounds")
        yield top - 1, left - 1, bottom - 1, right - 1
