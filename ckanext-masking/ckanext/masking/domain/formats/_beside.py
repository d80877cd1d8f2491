"""What stands beside the cells of a workbook and is carried over masked: comments, and what may be
entered into cells."""

# polars' signatures name types of libraries that need not be installed.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import polars as pl
from ckanext.masking.domain.formats._parts import sheets
from ckanext.masking.domain.formats._remarks import Remark, TooMany, remarks
from ckanext.masking.domain.formats._validations import Validation, validations
from ckanext.masking.domain.formats.base import Block, Column, Columns, Kind, Note

_LONGEST: Final = 32_766
"""Characters of a comment that Excel takes."""
PLACE: Final = -2


@dataclass
class Beside:
    """The comments and rules of one sheet."""

    remarks: list[Remark] = field(default_factory=list[Remark])
    rules: list[Validation] = field(default_factory=list[Validation])


class BesideBlock(Block):
    """The texts of one sheet that stand beside its cells; ``number`` is that of the sheet."""

    aligned = False

    def __init__(self, number: int, name: str, found: Beside) -> None:
        self.number = number
        self._found, self._column = found, Column(name, PLACE, "", Kind.BESIDE)

    def columns(self) -> Columns:
        return {self._column: pl.Series(self._texts(), dtype=pl.String)}

    def write(self, page: Any, changed: Columns, names: set[str]) -> int:
        """Write all of it to a sheet of XlsxWriter's; answers how many rules cannot be kept: those
        whose bounds are masked, whose choices are too long, or that name a sheet not of ``names``.
        """
        given = changed[self._column].to_list() if self._column in changed else self._texts()
        texts = iter(text or "" for text in given)
        for one in self._found.remarks:
            page.write_comment(one.row, one.column, next(texts)[:_LONGEST])
        return sum(not _write(page, rule, texts, names) for rule in self._found.rules)

    def _texts(self) -> list[str]:
        texts = [one.text for one in self._found.remarks]
        return texts + [text for rule in self._found.rules for text in rule.texts]


def beside(path: Path, *, ruled: bool) -> tuple[dict[str, Beside], list[Note]]:
    """What is beside the cells of each sheet by its name, and what of it is left out.

    ``ruled`` says that there are rules of validation to look for.
    """
    found: dict[str, Beside] = {}
    lost = unread = 0
    with zipfile.ZipFile(path) as archive:
        try:
            parts = list(sheets(archive))
        except (KeyError, ValueError, ElementTree.ParseError):
            return {}, [Note("comments", *_UNREAD)]
        for name, part in parts:
            one = Beside()
            try:
                one.remarks = remarks(archive, part)
                one.rules, left = validations(archive, part) if ruled else ([], 0)
                lost += left
            except (KeyError, ValueError, ElementTree.ParseError, TooMany):
                unread += 1
            if one.remarks or one.rules:
                found[name] = one
    notes: list[Note] = []
    if unread:
        notes.append(Note("comments", *_UNREAD, unread))
    if lost:
        notes.append(Note("validations", *LOST_RULES, lost))
    number = sum(len(one.remarks) for one in found.values())
    if number:
        zh, en = "没有带出：批注的作者", "left out: who wrote the comments"
        notes.append(Note("authors", zh, en, number))
    return found, notes


LOST_RULES: Final = (
    "没有带出：含公式或不能保留的数据验证",
    "left out: data validations with formulas, or that cannot be kept",
)
_UNREAD: Final = (
    "没有带出：无法读取或过多的批注和数据验证",
    "left out: comments and data validations that cannot be read, or are too many",
)


def _write(page: Any, rule: Validation, texts: Iterator[str], names: set[str]) -> bool:
    changed = rule.with_texts([next(texts) for _ in rule.texts])
    options = changed.written() if changed else None
    if options is None or (rule.sheet and rule.sheet not in names):
        return False
    top, left, bottom, right = rule.ranges[0]
    options["other_cells"] = [list(one) for one in rule.ranges[1:]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return page.data_validation(top, left, bottom, right, options) == 0
