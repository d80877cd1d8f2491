"""How the columns of a worksheet look: widths and number formats, without a value of theirs.

Of a column's cells the most frequent format of the first rows is taken. A format of which a part
could be anything but a format is left out: its literal text is not looked at otherwise.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from ckanext.masking.domain.formats._parts import elements, local, named, parse, sheets
from openpyxl.styles.numbers import BUILTIN_FORMATS  # pyright: ignore[reportMissingTypeStubs]
from openpyxl.utils.cell import column_index_from_string  # pyright: ignore

LOOKED_AT: Final = 200
_MOST_RANGES: Final = 1_000
_LONGEST: Final = 100
_WIDEST: Final = 255.0
"""Characters; the most that Excel takes."""
_PADDING: Final = 5 / 7
"""What a file adds to the width that a user sees: five pixels (ECMA-376, 18.3.1.13)."""
_PLAIN: Final = re.compile(
    r"(?:\[\$[¥￥$€£]?-[0-9A-Fa-f]{1,4}\]|[0#?.,%eE+\-yYmMdDhHsS/:;_() \\@\"¥￥$€£年月日时分秒]"
    r"|AM/PM|General)+"
)
_DATES: Final = re.compile(r"[yYdDhHsS]")


@dataclass(frozen=True, slots=True)
class Look:
    """Column ranges (first, last, width in characters, hidden), and formats, by place from 0."""

    widths: tuple[tuple[int, int, float | None, bool], ...] = ()
    formats: dict[int, str] = field(default_factory=dict[int, str])

    def width(self, place: int) -> tuple[float | None, bool]:
        """The width of a column, None for the usual one, and whether it is hidden."""
        found = ((w, hidden) for first, last, w, hidden in self.widths if first <= place <= last)
        return next(found, (None, False))

    def dates(self, place: int) -> str | None:
        """The format of dates in a column."""
        code = self.formats.get(place)
        return code if code and _DATES.search(code) else None

    def numbers(self, place: int) -> str | None:
        """The format of numbers in a column."""
        code = self.formats.get(place)
        return code if code and not _DATES.search(code) else None


def looks(path: Path) -> dict[str, Look]:
    """The look of each sheet by its name; nothing of a sheet that is written in another way."""
    with zipfile.ZipFile(path) as archive:
        try:
            styles = _styles(archive)
            return {name: _look(archive, part, styles) for name, part in sheets(archive)}
        except (KeyError, ValueError, ElementTree.ParseError):
            return {}


def _styles(archive: zipfile.ZipFile) -> list[str]:
    """The format of each style of cells; "" for none that can be kept."""
    root = parse(archive, "xl/styles.xml")
    codes: dict[int, str] = {int(number): code for number, code in BUILTIN_FORMATS.items()}
    for one in named(root, "numFmt"):
        codes[int(one.get("numFmtId", "0"))] = one.get("formatCode", "")
    cells = next(iter(named(root, "cellXfs")), ())
    return [_kept(codes.get(int(one.get("numFmtId", "0")), "")) for one in cells]


def _kept(code: str) -> str:
    return code if len(code) <= _LONGEST and code != "General" and _PLAIN.fullmatch(code) else ""


def _look(archive: zipfile.ZipFile, part: str, styles: list[str]) -> Look:
    widths: list[tuple[int, int, float | None, bool]] = []
    seen: dict[int, Counter[int]] = {}
    rows = 0
    for one in elements(archive, part, "row"):
        tag = local(one)
        if tag == "col" and len(widths) < _MOST_RANGES:
            first, last = int(one.get("min", "1")) - 1, int(one.get("max", "1")) - 1
            width = min(float(one.get("width", "0")) - _PADDING, _WIDEST)
            widths.append(
                (first, last, width if width > 0 else None, one.get("hidden") in ("1", "true"))
            )
        elif tag == "c" and one.get("t", "n") in ("n", "d"):
            letters = (one.get("r") or "").rstrip("0123456789")
            if letters and one.get("s"):
                place = int(column_index_from_string(letters)) - 1
                seen.setdefault(place, Counter())[int(one.get("s", "0"))] += 1
        elif tag == "row":
            rows += 1
            if rows >= LOOKED_AT:
                break
    usual = {place: counted.most_common(1)[0][0] for place, counted in seen.items()}
    formats = {n: styles[style] for n, style in usual.items() if style < len(styles)}
    return Look(tuple(widths), {n: code for n, code in formats.items() if code})
