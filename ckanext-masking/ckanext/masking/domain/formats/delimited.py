"""CSV and TSV: any delimiter, encoding, line end; in bounded memory, and exact to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import multimode
from typing import BinaryIO, Final

from ckanext.masking.domain.formats._layout import LOOKED_AT, Layout, layout
from ckanext.masking.domain.formats._records import HeadBlock, RecordBlock, Records, split
from ckanext.masking.domain.formats._regular import RegularBlock
from ckanext.masking.domain.formats._text import Encoding, detect, pieces
from ckanext.masking.domain.formats.base import (
    MIB,
    Change,
    Column,
    Columns,
    Document,
    Format,
    HeldError,
    Kind,
    Limits,
    TextBlock,
)
from ckanext.masking.domain.together import ahead, behind

DELIMITERS: Final = (",", "\t", ";", "|")
TABLE: Final = "table"
_CAREFUL: Final = MIB // 2
"""Characters that are read carefully at one time: each cell is an object of its own."""
_HEAD: Final = 256 * 1024


@dataclass
class Delimited(Document):
    """A delimited file whose layout is known; ``careful`` switches the fast way off."""

    uniform = True
    encoding: Encoding = field(default_factory=lambda: Encoding("utf-8"))
    delimiter: str = ","
    layout: Layout = field(default_factory=lambda: Layout(0, ()))
    careful: bool = False
    _columns: list[Column] = field(default_factory=list[Column])

    def blocks(self) -> Iterator[TextBlock]:
        rest = ""
        head_left, width = self.layout.head, len(self.layout.names)
        source = pieces(self.path, self.encoding)
        for text, final in _with_end(source):
            rest += text
            regular = not self.careful
            while rest:
                block, taken = self._next(rest, final, head_left, width, regular)
                if block is None:
                    break
                rest = rest[taken:]
                head_left = 0
                if isinstance(block, RecordBlock):
                    width, regular = max(width, block.width), False
                yield block
            if len(rest) > self.limits.record or (final and rest):
                zh = f"一条记录超过 {self.limits.record} 个字符，或引号没有闭合，请检查引号"
                en = f"a record of over {self.limits.record} characters or an open quote"
                raise HeldError("record", zh, f"{en}; check the quotes")

    def write(self, out: BinaryIO, change: Change) -> None:
        out.write(self.encoding.bom)

        def written(block: TextBlock, columns: Columns) -> None:
            out.write(block.encoded(columns, self.encoding.codec))

        with behind(written) as write:
            for block in ahead(self.blocks()):
                write(block, change(block))

    def _next(
        self, text: str, final: bool, head: int, width: int, regular: bool
    ) -> tuple[TextBlock | None, int]:
        """The next block of ``text`` and its length; none when more text is needed."""
        if head:
            return self._head(text, final, head)
        end = text.rfind("\n") + 1 if regular else 0
        if end:
            block = RegularBlock.of(text[:end].encode(), self._upto(width), self.delimiter)
            if block is not None:
                return block, end
        records, taken = split(text, self.delimiter, final=final, most=_CAREFUL)
        if not taken:
            return None, 0
        widest = max(map(len, records.cells))
        return RecordBlock(records, self._upto(max(widest, width)), self.delimiter), taken

    def _head(self, text: str, final: bool, number: int) -> tuple[TextBlock | None, int]:
        records, _ = split(text, self.delimiter, final=final, most=_HEAD)
        records = records.part(0, number)
        if len(records.cells) < number:
            return None, 0
        taken = _length(records)
        return HeadBlock(records, Column(TABLE, -1, "", Kind.LOOSE), self.delimiter), taken

    def _upto(self, width: int) -> list[Column]:
        if width > self.limits.columns:
            zh = f"超过 {self.limits.columns} 列，请检查分隔符"
            raise HeldError("columns", zh, f"over {self.limits.columns} columns; check delimiters")
        for place in range(len(self._columns), width):
            self._columns.append(Column(TABLE, place, self.layout.name(place)))
        return self._columns[:width]


class DelimitedFormat(Format):
    name = "delimited"
    zh = "CSV 或 TSV"
    en = "CSV or TSV"
    rank = 90

    def open(self, path: Path, limits: Limits) -> Delimited | None:
        with path.open("rb") as file:
            if file.read(2) == b"PK":
                return None
        encoding = detect(path)
        head = "".join(islice(pieces(path, encoding), 1))
        delimiter = _delimiter(head)
        records, _ = split(head, delimiter, final=len(head) < _HEAD, most=_HEAD)
        found = layout(records.part(0, LOOKED_AT).values())
        document = Delimited(path, limits, encoding=encoding, delimiter=delimiter, layout=found)
        document.notes += found.notes
        document.facts |= {"encoding": encoding.name, "delimiter": delimiter, "head": found.head}
        return document


def _with_end(source: Iterator[str]) -> Iterator[tuple[str, bool]]:
    """The pieces, each with whether it is the last."""
    before: str | None = None
    for piece in source:
        if before is not None:
            yield before, False
        before = piece
    if before is not None:
        yield before, True


def _delimiter(head: str) -> str:
    """The delimiter with which most records have one number of cells, more than one."""
    best, best_key = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        records, _ = split(head, delimiter, final=True, most=_HEAD // 4)
        widths = [len(cells) for cells in records.cells[:LOOKED_AT] if cells != [""]]
        if not widths:
            continue
        usual = max(multimode(widths))
        key = (round(widths.count(usual) / len(widths), 1), usual)
        if usual > 1 and key > best_key:
            best, best_key = delimiter, key
    return best


def _length(records: Records) -> int:
    rows = (*records.cells, *records.ends)
    return sum(len(part) for row in rows for part in row)
