"""Tables in archives: each file in it is unpacked alone, within the bounds, and read.

Files with the same columns are parts of one table, as files of a dataset are (``domain.volume``);
of tables with different columns that with most rows is told, for an inspection tells of one.
Archives in archives are left closed.
"""

from __future__ import annotations

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from ckanext.openindex.domain.facts import Inspection
from ckanext.openindex.domain.inspection import sniffing
from ckanext.openindex.domain.inspection.archives import PIECE, bound, refuse_bombs
from ckanext.openindex.domain.inspection.base import READERS, Limits, Table, Unreadable
from ckanext.openindex.domain.inspection.counting import fill, told
from ckanext.openindex.domain.inspection.declared import Declared
from ckanext.openindex.domain.inspection.tally import Tally, columns_digest

FORMATS: Final = frozenset({"zip", "gzip"})
MOST: Final = 200
"""Files of an archive that are looked into."""
_FORKS: Final = "__MACOSX/"
"""Where archives made on a Mac have what is not data."""


def packed(
    found: Inspection, path: Path, declared: Mapping[str, Declared], limits: Limits
) -> tuple[Inspection, dict[str, Any]]:
    """``found`` with the counts of the table in the archive at ``path``; as it is without one.

    A file in it that cannot be read as a table is passed over. Unpacks beside ``path``. Raises
    Unreadable (``bomb``, ``unreadable``) for an archive that must not or cannot be unpacked.
    """
    tallies: dict[str, Tally] = {}
    files = rows = 0
    more = False
    members = _zipped if found.format == "zip" else _gzipped
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        for name, member in members(path, limits, Path(folder)):
            table = _table(member, name, limits)
            if table is None:
                continue
            files += 1
            tally = tallies.setdefault(
                columns_digest(table.columns), Tally(table.columns, declared)
            )
            before = tally.rows
            try:
                more = fill(tally, table, before + limits.rows - rows) or more
            except Unreadable:
                more = True
            rows += tally.rows - before
            if rows >= limits.rows or files >= MOST:
                more = True
                break
    if not tallies:
        return found, {}
    most = max(tallies.values(), key=lambda one: one.rows)
    return told(found, most, more), {"files": files, "tables": len(tallies)}


def _table(member: Path, name: str, limits: Limits) -> Table | None:
    with member.open("rb") as file:
        head = file.read(sniffing.HEAD)
        names = sniffing.names_in(file) if head.startswith(b"PK") else ()
    form = sniffing.sniff(head, PurePosixPath(name).suffix.lower().removeprefix("."), names)
    try:
        if names and form in READERS:
            refuse_bombs(member, limits)
        return READERS[form](member, limits, True) if form in READERS else None
    except Unreadable:
        return None


def _zipped(path: Path, limits: Limits, folder: Path) -> Iterator[tuple[str, Path]]:
    """Files of an archive that ``refuse_bombs`` has let pass, one at a time."""
    with zipfile.ZipFile(path) as archive:
        for one in archive.infolist():
            hidden = PurePosixPath(one.filename).name.startswith(".")
            if one.is_dir() or hidden or one.filename.startswith(_FORKS):
                continue
            with archive.open(one) as source:
                yield one.filename, _spooled(source, folder / "member", limits.inflated)


def _gzipped(path: Path, limits: Limits, folder: Path) -> Iterator[tuple[str, Path]]:
    with closing(gzip.open(path)) as source:
        try:
            member = _spooled(source, folder / "member", bound(path, limits))
        except (OSError, EOFError, zlib.error) as error:
            raise Unreadable("unreadable", str(error)) from error
    yield path.stem, member


def _spooled(source: IO[bytes] | gzip.GzipFile, path: Path, most: int) -> Path:
    with path.open("wb") as file:
        while piece := source.read(PIECE):
            most -= len(piece)
            if most < 0:
                raise Unreadable("bomb", "it unpacks to more than its bound")
            file.write(piece)
    return path
