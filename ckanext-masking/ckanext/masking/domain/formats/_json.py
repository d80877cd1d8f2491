"""JSON as it is written (RFC 8259), token by token: any size, duplicate keys, numbers as digits.

Nothing is parsed and printed again, so that ``1.50``, ``12345678901234567890`` and ``\\u4e2d``
leave as they came. What is no JSON is held, with what a lenient parser would add (comments, NaN).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

import polars as pl
from ckanext.masking.domain.formats._text import Encoding, pieces
from ckanext.masking.domain.formats.base import (
    MIB,
    Change,
    Column,
    Columns,
    Document,
    HeldError,
    Kind,
    Limits,
    TextBlock,
)

_TOKEN: Final = re.compile(
    r'[ \t\r\n]+|"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*"'
    r"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null|[{}\[\],:]"
)
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_PLACES: Final = ("coordinates", "bbox")
"""Members of GeoJSON (RFC 7946, 3.1.1 and 5) that are arrays of numbers."""
_BLOCK: Final = MIB
_NULL: Final = "null"
_BEGIN: Final = "["
TABLE: Final = "json"


@dataclass
class _Level:
    """A container that is open: ``{`` or ``[``, the key it stands under, and its path."""

    bracket: str
    key: str
    path: str


@dataclass
class Walk:
    """Follows the tokens of one file and says which column each value is of."""

    limits: Limits
    lines: bool
    stack: list[_Level] = field(default_factory=list[_Level])
    expects: str = "value"
    key: str = ""
    values: int = 0
    paths: dict[str, Column] = field(default_factory=dict[str, Column])
    _keys: Column = field(default_factory=lambda: Column(TABLE, -1, "", Kind.LOOSE))

    def step(self, token: str) -> Column | None:
        """The column of a key or value; None for all else. Raises ``HeldError``."""
        first = token[0]
        if first in " \t\r\n":
            return None
        if first in "}]":
            self._close(first)
            return None
        if first in ",:":
            self._between(first)
            return None
        if first == '"' and self.expects in ("key", "key or end"):
            self.key, self.expects = text_of(token), "colon"
            return self._keys
        if self.expects not in ("value", "value or end"):
            raise invalid()
        if first in "{[":
            self._open(first)
            return None
        column = self.column()
        self._after()
        return column

    def column(self, kind: Kind = Kind.CELLS) -> Column:
        """The column of the value that comes next; beyond so many, one for all that are left."""
        path, name = self._path()
        path = f"{path} {kind.value}"
        if path not in self.paths:
            if len(self.paths) >= self.limits.paths:
                path, name = f"* {kind.value}", ""
            self.paths.setdefault(path, Column(TABLE, len(self.paths), name, kind))
        return self.paths[path]

    @property
    def at_places(self) -> bool:
        """Whether an array that comes next holds coordinates."""
        inside = bool(self.stack) and self.stack[-1].bracket == "{"
        return inside and self.expects == "value" and self.key in _PLACES

    def end(self) -> None:
        """No more tokens. Raises ``HeldError`` when the text is not complete."""
        if self.stack or not self.values:
            raise invalid()

    def _path(self) -> tuple[str, str]:
        if not self.stack:
            return "", ""
        level = self.stack[-1]
        if level.bracket == "{":
            return f"{level.path}.{self.key}", self.key
        return f"{level.path}[]", level.key

    def _open(self, bracket: str) -> None:
        if len(self.stack) >= self.limits.nesting:
            zh = f"嵌套超过 {self.limits.nesting} 层"
            raise HeldError("nesting", zh, f"nested over {self.limits.nesting} levels")
        path, key = self._path()
        self.stack.append(_Level(bracket, key, path))
        self.expects = "key or end" if bracket == "{" else "value or end"

    def _close(self, bracket: str) -> None:
        pair = {"}": ("{", "key or end"), "]": ("[", "value or end")}[bracket]
        if (
            not self.stack
            or self.stack[-1].bracket != pair[0]
            or self.expects not in (pair[1], "comma or end")
        ):
            raise invalid()
        self.stack.pop()
        self._after()

    def _between(self, mark: str) -> None:
        if mark == ":" and self.expects == "colon":
            self.expects = "value"
        elif mark == "," and self.expects == "comma or end" and self.stack:
            self.expects = "key" if self.stack[-1].bracket == "{" else "value"
        else:
            raise invalid()

    def _after(self) -> None:
        if self.stack:
            self.expects = "comma or end"
            return
        self.values += 1
        self.expects = "value" if self.lines else "nothing"


class JsonBlock(TextBlock):
    """Tokens one after the other, with the column of those that have one."""

    aligned = False

    def __init__(self, tokens: list[str], cells: list[tuple[int, Column]], rows: int) -> None:
        self._tokens, self.rows = tokens, rows
        self._places: dict[Column, list[int]] = {}
        for place, column in cells:
            self._places.setdefault(column, []).append(place)

    def columns(self) -> Columns:
        return {
            column: pl.Series([self._value(n, column) for n in places], dtype=pl.String)
            for column, places in self._places.items()
        }

    def write(self, changed: Columns) -> str:
        tokens = list(self._tokens)
        for column, series in changed.items():
            for place, text in zip(self._places[column], series.to_list(), strict=True):
                if text != self._value(place, column):
                    tokens[place] = _written(text, tokens[place], column.kind)
        return "".join(tokens)

    def _value(self, place: int, column: Column) -> str | None:
        token = self._tokens[place]
        if token == _NULL:
            return None
        return token if column.kind is Kind.PLACES else text_of(token)


@dataclass
class JsonDocument(Document):
    """A JSON text, or one after the other where ``lines``."""

    encoding: Encoding = field(default_factory=lambda: Encoding("utf-8"))
    lines: bool = False

    def blocks(self) -> Iterator[TextBlock]:
        walk = Walk(self.limits, self.lines)
        tokens: list[str] = []
        cells: list[tuple[int, Column]] = []
        size, before, array = 0, 0, _Array(self.limits)
        for token in self._tokens():
            piece = token
            if array.open or (token == _BEGIN and walk.at_places):
                column = None if array.open else walk.column(Kind.PLACES)
                walk.step(token)
                if not array.add(token, column, len(walk.stack)):
                    continue
                column, piece = array.column, array.text()
            else:
                column = walk.step(token)
            if column is not None:
                cells.append((len(tokens), column))
            tokens.append(piece)
            size += len(piece)
            if size >= _BLOCK:
                yield JsonBlock(tokens, cells, walk.values - before)
                tokens, cells, size, before = [], [], 0, walk.values
        walk.end()
        yield JsonBlock(tokens, cells, walk.values - before)

    def write(self, out: BinaryIO, change: Change) -> None:
        out.write(self.encoding.bom)
        for block in self.blocks():
            out.write(block.write(change(block)).encode(self.encoding.codec))

    def _tokens(self) -> Iterator[str]:
        rest = ""
        for piece in pieces(self.path, self.encoding):
            rest += piece
            place = 0
            while (match := _TOKEN.match(rest, place)) is not None and match.end() < len(rest):
                yield match.group()
                place = match.end()
            rest = rest[place:]
            if len(rest) > self.limits.record or (rest and match is None and not _open(rest)):
                raise invalid()
        place = 0
        while place < len(rest):
            match = _TOKEN.match(rest, place)
            if match is None:
                raise invalid()
            yield match.group()
            place = match.end()


class _Array:
    """Gathers an array of coordinates as one text."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._parts, self._size, self._depth = limits, list[str](), 0, 0
        self.open = False
        self.column = Column(TABLE, -1, "")

    def add(self, token: str, column: Column | None, depth: int) -> bool:
        """Take a token; ``depth`` is that of the file after it. Whether the array is complete."""
        if column is not None:
            self._parts, self._size, self._depth = [], 0, depth
            self.column, self.open = column, True
        self._parts.append(token)
        self._size += len(token)
        if self._size > self._limits.geometry:
            zh, en = "一个图形过大，请拆分", "a geometry is too large; split it"
            raise HeldError("geometry", zh, en)
        self.open = depth >= self._depth
        return not self.open

    def text(self) -> str:
        """The array as it is written."""
        return "".join(self._parts)


def text_of(token: str) -> str:
    """What a key or scalar says: of a number its digits. Half characters become U+FFFD."""
    if not token.startswith('"'):
        return token
    text: str = json.loads(token)
    return text.encode("utf-8", "replace").decode() if "\\u" in token else text


def invalid() -> HeldError:
    """The file is held for being no JSON."""
    zh = "不是完整、正确的 JSON，请检查后重新提交"
    return HeldError("json", zh, "no sound and complete JSON; mend it and hand it in again")


def _written(text: str | None, before: str, kind: Kind) -> str:
    """A masked value: a number stays one where it can, an array stays an array."""
    if kind is Kind.PLACES:
        return text if text is not None and text.startswith("[") else "[]"
    if kind is Kind.LOOSE:
        return json.dumps(text or "", ensure_ascii=False)
    if text is None:
        return "null"
    if not before.startswith('"') and _NUMBER.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def _open(rest: str) -> bool:
    """Whether what is left may be the beginning of a token."""
    return rest.startswith('"') or len(rest) < 6
