"""Counts over the rows of a table, one row at a time."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ckanext.openindex.domain.facts import SKETCH
from ckanext.openindex.domain.inspection.base import Row
from ckanext.openindex.domain.inspection.declared import Declared

FAULTS_KEPT = 5
_BETWEEN = "\x1f"
MASK = "*"
"""What stands for hidden characters: a masked value is not judged, for it is meant to be so."""


def row_hash(cells: Sequence[str]) -> int:
    """63 bits of a row: of its cells as texts, stripped, without blank ones at the end."""
    last = len(cells)
    while last and not cells[last - 1].strip():
        last -= 1
    line = _BETWEEN.join(cell.strip() for cell in cells[:last])
    digest = hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def columns_digest(columns: Sequence[str]) -> str:
    """SHA-256 of the names of the columns in their order."""
    line = _BETWEEN.join(name.strip() for name in columns)
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass
class Tally:
    """``faults``: the first rows of each kind of fault, numbered from 1 below the header."""

    columns: Sequence[str]
    declared: Mapping[str, Declared] = field(default_factory=dict[str, Declared])
    rows: int = 0
    cells: int = 0
    bytes: int = 0
    empty: int = 0
    duplicates: int = 0
    unparsable: int = 0
    typed: int = 0
    outside: int = 0
    faults: dict[str, list[int]] = field(default_factory=dict[str, "list[int]"])
    _seen: set[int] = field(default_factory=set[int])

    def __post_init__(self) -> None:
        said = [self.declared.get(name.strip()) for name in self.columns]
        self._checked = [(at, one) for at, one in enumerate(said) if one is not None and one.says]

    def add(self, row: Row | None) -> None:
        """Count a row; ``None`` is one that does not parse."""
        self.rows += 1
        if row is None:
            self.unparsable += 1
            self._fault("unparsable")
            return
        if len(row) != len(self.columns):
            self.unparsable += 1
            self._fault("cells")
        self.cells += len(row)
        self.empty += sum(1 for cell in row if not cell.strip())
        hashed = row_hash(row)
        if hashed in self._seen:
            self.duplicates += 1
            self._fault("duplicate")
        else:
            self._seen.add(hashed)
            self.bytes += sum(len(cell.strip().encode("utf-8", "surrogatepass")) for cell in row)
        self._check(row)

    def _check(self, row: Row) -> None:
        for at, declared in self._checked:
            cell = row[at].strip() if at < len(row) else ""
            if cell and MASK not in cell:
                self.typed += 1
                if not declared.holds(cell):
                    self.outside += 1
                    self._fault("outside")

    def _fault(self, word: str) -> None:
        kept = self.faults.setdefault(word, [])
        if len(kept) < FAULTS_KEPT and (not kept or kept[-1] != self.rows):
            kept.append(self.rows)

    def sketch(self) -> tuple[int, ...]:
        """The smallest hashes of the rows, ascending."""
        return tuple(heapq.nsmallest(SKETCH, self._seen))
