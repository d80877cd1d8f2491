"""How many records and bytes a dataset has, counted so that copies and splits add nothing.

Files with the same columns are taken for parts of one table, and their distinct rows are added
up; of tables with different columns, the largest counts, for a table cut by columns would
otherwise be counted once for each part. How much files repeat each other is estimated by the
smallest hashes of their rows (K minimum values, Bar-Yossef et al. 2002): exact where no row, or
every row, is shared. These rules are ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ckanext.openindex.domain.facts import SKETCH, DatasetFacts, Inspection, ResourceFacts
from ckanext.openindex.domain.formats import broken, declared_format

TABLES: Final = frozenset({"csv", "tsv", "xlsx", "xls", "ods", "et", "json", "geojson", "dbf"})
"""Formats that are declared of tables: one that cannot be read, or is a page, has no record."""


@dataclass(frozen=True, slots=True)
class Volume:
    """Counted ``records`` and ``bytes``; None where no file said. ``counted``: the resources.

    ``unsaid``: a stable word why ``records`` is None. ``hollow``: files that hold nothing, for
    they are empty, encrypted or unreadable, or a web page; they are counted, with nothing.
    """

    records: int | None
    bytes: int | None
    counted: tuple[ResourceFacts, ...]
    unsaid: str = "not_inspected"
    hollow: tuple[ResourceFacts, ...] = ()


_Key = tuple[object, ...]
_last: tuple[DatasetFacts | None, Volume] = (None, Volume(None, None, ()))


def volume(facts: DatasetFacts) -> Volume:
    """The volume of ``facts``. Several indicators ask for it in turn, so the last is kept."""
    global _last
    known, found = _last
    if known is not facts:
        found = _count(facts)
        _last = (facts, found)
    return found


def _count(facts: DatasetFacts) -> Volume:
    contents: dict[_Key, ResourceFacts] = {}
    tables: dict[str, list[Inspection]] = {}
    plain: list[int] = []
    hollow: list[ResourceFacts] = []
    for resource in sorted(facts.resources, key=_smallest_first):
        found = resource.inspection
        if found is not None and (broken(found) or found.format == "html"):
            hollow.append(resource)
            continue
        if found is None or found.fault or (found.rows is None and found.bytes is None):
            continue
        key = _content(found) or (resource.id,)
        if key in contents:
            continue
        contents[key] = resource
        if found.rows is None:
            plain.append(found.bytes or 0)
        else:
            tables.setdefault(found.columns_digest or resource.id, []).append(found)
    counts = [_distinct(table) for table in tables.values()]
    sizes = [size for _, size in counts if size is not None]
    none = 0 if any(declared_format(one) in TABLES for one in hollow) else None
    known = plain or sizes or hollow
    return Volume(
        max((rows for rows, _ in counts), default=none),
        sum(plain) + max(sizes, default=0) if known else None,
        tuple(contents.values()),
        _unsaid(facts, bool(contents or hollow)),
        tuple(hollow),
    )


def _unsaid(facts: DatasetFacts, judged: bool) -> str:
    if judged:
        return "no_tables"
    looked_at = any(one.inspection is not None for one in facts.resources)
    return "not_judged" if looked_at else "not_inspected"


def _smallest_first(resource: ResourceFacts) -> tuple[int, str]:
    found = resource.inspection
    size = None if found is None else size_of(found)
    return (1 << 62 if size is None else size), resource.id


def _content(found: Inspection) -> _Key | None:
    """What two files with the same content share: the hashes of their rows, or of their bytes."""
    if found.sketch:
        return (found.columns_digest, found.rows, found.sketch)
    return (found.digest,) if found.digest else None


def _distinct(table: Iterable[Inspection]) -> tuple[int, int | None]:
    """The distinct rows of files with the same columns, and their size.

    Of the hashes up to the smallest bound that all sketches cover, the distinct share is that of
    all rows. A file whose sketch is not full has shown all its rows.
    """
    files = [one for one in table if one.rows]
    rows = sum(distinct(one) for one in files)
    sizes = [size for one in files if (size := size_of(one)) is not None]
    size = sum(sizes) if sizes or not files else None
    sketches = [one.sketch for one in files]
    if len(files) < 2 or not all(sketches):
        return rows, size
    bound = min((one[-1] for one in sketches if len(one) >= SKETCH), default=None)
    seen = [h for one in sketches for h in one if bound is None or h <= bound]
    share = len(set(seen)) / len(seen)
    return round(rows * share), None if size is None else round(size * share)


def size_of(found: Inspection) -> int | None:
    """Of the cells alone where that is known: containers and repeated headers are no data."""
    return found.bytes if found.cell_bytes is None else found.cell_bytes


def distinct(found: Inspection) -> int:
    """Rows of one file that do not repeat another of it."""
    return (found.rows or 0) - (found.duplicate_rows or 0)
