"""What readers of formats are made of, and the bounds they keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Final

Row = list[str]

BROKEN: Final[None] = None
"""Stands for a row that does not parse."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``rows`` that are read of a table; ``inflated`` bytes that an archive may unpack to, and
    ``ratio`` how many times its own size above that, as long as it is more than ``small`` bytes.

    The ratio is that of what data reach: deflate cannot pass 1032:1 (RFC 1951 by its longest
    match), text tables stay under some 50:1.
    """

    rows: int = 1_000_000
    inflated: int = 500 * 1024 * 1024
    ratio: int = 100
    small: int = 10 * 1024 * 1024


class Unreadable(Exception):
    """The content cannot be read; ``word`` is stable (see ``Inspection.fault``)."""

    def __init__(self, word: str, said: str = "") -> None:
        super().__init__(said or word)
        self.word = word


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by name, and rows as texts; a row that does not parse is ``BROKEN``.

    ``complete`` is asked after the last row: False when the source ended within a row.
    """

    columns: Row
    rows: Iterator[Row | None]
    format: str
    complete: Callable[[], bool] = lambda: True


Reader = Callable[[Path, Limits, bool], Table]
"""Opens a file; the flag says that nothing of it is missing. Raises Unreadable."""

READERS: Final[dict[str, Reader]] = {}


def reader(*formats: str) -> Callable[[Reader], Reader]:
    """Registers a reader for formats as ``sniffing`` names them."""

    def register(made: Reader) -> Reader:
        for one in formats:
            READERS[one] = made
        return made

    return register


def text(value: object) -> str:
    """A cell as text, so that a number, a date and an empty cell read the same in every format."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (date, time)):
        return value.isoformat().removesuffix("T00:00:00")
    return str(value).strip()
