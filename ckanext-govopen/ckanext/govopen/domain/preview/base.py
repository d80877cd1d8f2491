"""What a preview is made of, and the registry of readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

MAX_ROWS = 50
MAX_COLUMNS = 60
MAX_CELL = 300  # characters of a cell that are shown
MIB = 1024 * 1024


class Unreadable(ValueError):
    """A file of which nothing can be shown; says why in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh, self.en = zh, en

    def text(self, lang: str) -> str:
        """The reason in ``lang``: Chinese for any ``zh`` locale, English otherwise."""
        return self.zh if lang.lower().startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Table:
    """Column names and at most ``MAX_ROWS`` rows; ``more`` says that the file has others."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: bool = False
    sheet: str = ""
    hidden_columns: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """A point (``x``, ``y``), or a line or area as an SVG path ``d``."""

    kind: str
    x: float = 0.0
    y: float = 0.0
    d: str = ""


@dataclass(frozen=True, slots=True)
class Sketch:
    """Geometry drawn to fit a box of ``width`` by ``height``; ``bbox`` in degrees, W S E N."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    bbox: tuple[float, float, float, float]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a file: a table, a sketch, or both."""

    table: Table | None = None
    sketch: Sketch | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """How one kind of file is read; ``partial`` when its beginning is enough."""

    read: Callable[[bytes, bool], Preview]
    most_bytes: int
    partial: bool


READERS: dict[str, Reader] = {}


def reader(
    *kinds: str, most_bytes: int, partial: bool = False
) -> Callable[[Callable[[bytes, bool], Preview]], Callable[[bytes, bool], Preview]]:
    """Register a function that reads ``kinds`` (formats in lower case)."""

    def register(function: Callable[[bytes, bool], Preview]) -> Callable[[bytes, bool], Preview]:
        for kind in kinds:
            READERS[kind] = Reader(function, most_bytes, partial)
        return function

    return register


@dataclass
class _Grid:
    rows: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    more: bool = False


def table(columns: Sequence[object], rows: Iterable[Sequence[object]], sheet: str = "") -> Table:
    """A table of at most ``MAX_ROWS`` rows and ``MAX_COLUMNS`` columns of shortened cells."""
    names = tuple(cell(name) for name in columns[:MAX_COLUMNS])
    grid = _Grid()
    for row in islice(rows, MAX_ROWS + 1):
        if len(grid.rows) == MAX_ROWS:
            grid.more = True
            break
        cells = tuple(cell(value) for value in row[: len(names)])
        grid.rows.append(cells + ("",) * (len(names) - len(cells)))
    hidden = max(0, len(columns) - MAX_COLUMNS)
    return Table(names, tuple(grid.rows), grid.more, sheet, hidden)


def cell(value: Any) -> str:
    """A value as one line of text, at most ``MAX_CELL`` characters."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = " ".join(str(value)[: 4 * MAX_CELL].split())
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"
