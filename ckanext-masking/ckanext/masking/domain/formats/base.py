"""What a format is: how a file becomes columns of text, and how changed columns become a file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import BinaryIO, ClassVar, Final

import polars as pl

MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is taken on; beyond it the file is held. Sizes in bytes or characters.

    ``ratio`` is that of the unpacked to the packed size of one part of a zip, ``unpacked`` the
    size of all parts together, ``xlsx`` that of the packed file.
    """

    record: int = 8 * MIB
    columns: int = 16_384
    nesting: int = 64
    geometry: int = 32 * MIB
    paths: int = 4_096
    entries: int = 2_000
    ratio: int = 200
    xlsx: int = 64 * MIB
    unpacked: int = 200 * MIB


@dataclass(frozen=True, slots=True)
class Held:
    """A file that somebody has to decide about. ``reason`` is a stable word; no text of it quotes
    the file."""

    reason: str
    zh: str
    en: str

    def as_dict(self) -> dict[str, str]:
        """A JSON-ready copy."""
        return {"reason": self.reason, "zh": self.zh, "en": self.en}


class HeldError(Exception):
    """Ends the reading of a file; carries why."""

    def __init__(self, reason: str, zh: str, en: str) -> None:
        super().__init__(f"{reason}: {en}")
        self.held = Held(reason, zh, en)


@dataclass(frozen=True, slots=True)
class Note:
    """What was left out of the result, or taken for something, and how often: ``code`` is a stable
    word."""

    code: str
    zh: str
    en: str
    count: int = 1

    def as_dict(self) -> dict[str, str | int]:
        """A JSON-ready copy."""
        return {"code": self.code, "zh": self.zh, "en": self.en, "count": self.count}


class Kind(str, Enum):
    """What the texts of a column are."""

    CELLS = "cells"
    LOOSE = "loose"
    """Texts without a column's meaning: titles, headers, keys. Each is looked at for itself."""
    BESIDE = "beside"
    """Texts beside the cells: comments, choices. Looked at for themselves too, as running text."""
    PLACES = "places"
    """Geometries: they are coordinates whatever they look like."""


APART: Final = (Kind.LOOSE, Kind.BESIDE)
"""What belongs to no column of a table."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the table it is of, its place there from 0, and its header as written."""

    table: str
    place: int
    name: str
    kind: Kind = Kind.CELLS


Columns = Mapping[Column, pl.Series]
"""Texts by column; null where a row has no such cell."""


class Block(ABC):
    """A piece of a file that fits in memory.

    ``aligned`` says that all columns have one entry per row, so that row n of one belongs to
    row n of the other.
    """

    aligned: bool = True
    rows: int = 0

    @abstractmethod
    def columns(self) -> Columns:
        """The texts of all columns of the block, quotes and escapes undone."""


class TextBlock(Block):
    """A piece of a file of text."""

    @abstractmethod
    def write(self, changed: Columns) -> str:
        """The block as it stood in the file, with ``changed`` columns in place of theirs.

        What is equal before and after stays as it was written, character for character.
        """

    def encoded(self, changed: Columns, codec: str) -> bytes:
        """``write``, as bytes."""
        return self.write(changed).encode(codec)


Change = Callable[[Block], Columns]
"""Answers the columns of a block that change."""


@dataclass
class Document(ABC):
    """A file that was recognised. ``facts`` (encoding, delimiter) and ``notes`` are reported."""

    uniform: ClassVar[bool] = False
    """Whether all blocks have the columns of the first that has rows, and perhaps more behind."""
    path: Path
    limits: Limits
    facts: dict[str, str | int] = field(default_factory=dict[str, "str | int"])
    notes: list[Note] = field(default_factory=list[Note])

    @abstractmethod
    def blocks(self) -> Iterator[Block]:
        """The file from its beginning, at each call anew. Raises ``HeldError``."""

    @abstractmethod
    def write(self, out: BinaryIO, change: Change) -> None:
        """The file with its columns changed. Raises ``HeldError``."""


class Format(ABC):
    """A kind of file. ``name`` is a stable word; ``rank`` says who is asked first, the lowest."""

    name: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]
    rank: ClassVar[int] = 50

    @abstractmethod
    def open(self, path: Path, limits: Limits) -> Document | None:
        """The file as a document; None when it is of another kind.

        Raises ``HeldError`` when it is of this kind and cannot be taken on.
        """
