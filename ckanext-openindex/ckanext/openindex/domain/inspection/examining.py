"""Opens a file and says what is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ckanext.openindex.domain.facts import Inspection
from ckanext.openindex.domain.inspection import archives, formats, packed, sniffing
from ckanext.openindex.domain.inspection.base import READERS, Limits, Table, Unreadable
from ckanext.openindex.domain.inspection.counting import fill, told
from ckanext.openindex.domain.inspection.declared import Declared
from ckanext.openindex.domain.inspection.tally import Tally

PIECE = 1024 * 1024
PACKAGES = frozenset({"xlsx", "ods", "zip", "docx", "pptx"})

__all__ = ["examine", "formats", "tallied"]


def examine(
    path: Path,
    checked: datetime,
    *,
    whole: bool = True,
    declared_format: str = "",
    columns: Iterable[Declared] = (),
    limits: Limits = Limits(),  # noqa: B008
) -> tuple[Inspection, dict[str, Any]]:
    """What is in the file at ``path``, and evidence: its faults with their first rows.

    ``whole``: nothing of the file is missing at its end. Never raises for anything in the file.
    """
    found = Inspection(checked, bytes=path.stat().st_size, truncated=not whole)
    if not found.bytes:
        return replace(found, fault="empty"), {}
    head, names = _begin(path)
    found = replace(
        found,
        format=sniffing.sniff(head, declared_format.lower(), names),
        digest=_digest(path) if whole else "",
    )
    if found.format == "encrypted":
        return replace(found, format="", fault="encrypted"), {}
    try:
        if found.format in PACKAGES and whole:
            archives.refuse_bombs(path, limits)
        said = {one.name.strip(): one for one in columns}
        if found.format in packed.FORMATS and whole:
            return packed.packed(found, path, said, limits)
        if found.format not in READERS:
            return found, {}
        table = READERS[found.format](path, limits, whole)
        return tallied(found, table, said, limits)
    except Unreadable as error:
        return replace(found, fault=error.word), {"said": str(error)[:200]}


def tallied(
    found: Inspection, table: Table, declared: Mapping[str, Declared], limits: Limits
) -> tuple[Inspection, dict[str, Any]]:
    """``found`` with what the rows of ``table`` say. Raises Unreadable."""
    tally = Tally(table.columns, declared)
    more = fill(tally, table, limits.rows)
    known = told(replace(found, format=table.format or found.format), tally, more)
    return known, {"faults": tally.faults} if tally.faults else {}


def _begin(path: Path) -> tuple[bytes, tuple[str, ...]]:
    with path.open("rb") as file:
        head = file.read(sniffing.HEAD)
        return head, sniffing.names_in(file) if head.startswith(b"PK") else ()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        found = hashlib.sha256()
        while piece := file.read(PIECE):
            found.update(piece)
    return found.hexdigest()
