"""The chain of hashes through a dataset's log: what was changed or taken away is found.

Each entry's hash covers the hash before it (the idea of RFC 9162's logs, for a single line). Who
can write every table can also compute a new chain: keep the head outside the database to find
that too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ckanext.prov.domain.record import Entry
from ckanext.prov.domain.record_json import canonical
from govopen_common.problem import Problem

FIRST: Final = ""
"""What stands before the first entry of a dataset."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as it was stored. ``entry`` is None when what is stored is no entry any more."""

    number: int
    entry: Entry | None
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """What is remembered of a chain elsewhere: how many entries, and the last one's hash."""

    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class Fault(Problem):
    """A fault of the chain at the entry ``number``; ``subject`` is its id, or the number.

    Codes: ``altered``, ``missing``, ``out_of_order``, ``cut_off`` (gone from the end), ``added``
    (behind the remembered end).
    """

    number: int = 0


def link(previous: str, entry: Entry) -> str:
    """The hash of ``entry`` behind ``previous``: SHA-256 in lower-case hexadecimal.

    Computed over ``previous``, a line feed, and the canonical bytes. ``previous`` is the hash of
    the entry before it, :data:`FIRST` for number 1.
    """
    return link_bytes(previous, canonical(entry))


def link_bytes(previous: str, entry: bytes) -> str:
    """The same for the canonical bytes of an entry."""
    return hashlib.sha256(previous.encode("ascii") + b"\n" + entry).hexdigest()


def verify(rows: Iterable[Row], head: Head) -> list[Fault]:
    """The faults of one dataset's chain, in the order of its entries; empty when it is whole.

    ``rows`` come in the order of their numbers, ``head`` is what was remembered with the last.
    """
    faults: dict[int, Fault] = {}
    last = Row(0, None, "", FIRST)
    for row in rows:
        if row.number <= last.number:
            _note(faults, _out_of_order(row))
            continue
        if row.number > last.number + 1:
            _note(faults, _gone("missing", last.number + 1, row.number - 1))
        elif row.previous != last.hash:
            _note(faults, _altered(last if last.number else row))
        if not _holds(row):
            _note(faults, _altered(row))
        last = row
    if last.number < head.count:
        _note(faults, _gone("cut_off", last.number + 1, head.count))
    elif last.number > head.count:
        _note(faults, _added(last, head))
    elif last.hash != head.hash:
        _note(faults, _altered(last))
    return [faults[number] for number in sorted(faults)]


def _holds(row: Row) -> bool:
    """Whether the row is what was hashed."""
    if row.entry is None or row.entry.number != row.number:
        return False
    try:
        return link(row.previous, row.entry) == row.hash
    except ValueError:
        return False


def _note(faults: dict[int, Fault], fault: Fault) -> None:
    faults.setdefault(fault.number, fault)


def _name(row: Row) -> str:
    return row.entry.id if row.entry else str(row.number)


def _altered(row: Row) -> Fault:
    return Fault(
        _name(row),
        "altered",
        f"第 {row.number} 条记录与其校验值不符，已被改动；请从备份中核对。",
        f"Entry {row.number} does not match its hash, so it was altered; compare it with a backup.",
        number=row.number,
    )


def _out_of_order(row: Row) -> Fault:
    return Fault(
        _name(row),
        "out_of_order",
        f"第 {row.number} 条记录重复或次序有误；请从备份中核对。",
        f"Entry {row.number} stands twice or out of order; compare it with a backup.",
        number=row.number,
    )


def _gone(code: str, first: int, last: int) -> Fault:
    zh = f"第 {first} 条" if first == last else f"第 {first} 至 {last} 条"
    en = f"Entry {first} is" if first == last else f"Entries {first} to {last} are"
    place_zh, place_en = ("末尾的", " at the end") if code == "cut_off" else ("", "")
    return Fault(
        str(first),
        code,
        f"缺少{place_zh}{zh}记录；请从备份中恢复。",
        f"{en} missing{place_en}; restore from a backup.",
        number=first,
    )


def _added(last: Row, head: Head) -> Fault:
    return Fault(
        str(head.count + 1),
        "added",
        f"链首只记到第 {head.count} 条，却有第 {head.count + 1} 至 {last.number} 条；请核对来源。",
        f"The head knows {head.count} entries, but there are {last.number}; find out who wrote "
        "those behind it.",
        number=head.count + 1,
    )
