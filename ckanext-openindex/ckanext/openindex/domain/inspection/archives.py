"""Whether an archive is a bomb: told by what it unpacks to, and by unpacking it into nothing."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from ckanext.openindex.domain.inspection.base import Limits, Unreadable

PIECE = 1024 * 1024
MOST_FILES = 10_000


def refuse_bombs(path: Path, limits: Limits) -> None:
    """Raises Unreadable (``bomb``, ``encrypted``, ``unreadable``) for what must not be unpacked.

    What an archive says of its sizes is not believed: each file is unpacked, piece by piece and
    without keeping anything, until the bound is passed.
    """
    most = bound(path, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            files = archive.infolist()
            if len(files) > MOST_FILES or sum(one.file_size for one in files) > most:
                raise Unreadable("bomb", "it unpacks to more than its bound")
            if any(one.flag_bits & 1 for one in files):
                raise Unreadable("encrypted", "it has a password")
            left = most
            for one in files:
                left = _unpacked(archive, one, left)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
        raise Unreadable("unreadable", str(error)) from error


def bound(path: Path, limits: Limits) -> int:
    """Bytes that the archive at ``path`` may unpack to."""
    return max(limits.small, min(limits.inflated, path.stat().st_size * limits.ratio))


def _unpacked(archive: zipfile.ZipFile, one: zipfile.ZipInfo, left: int) -> int:
    # A size that lies small would end the reading early: ask for more than the bound.
    one.file_size = left + 2 * PIECE
    with archive.open(one) as file:
        while piece := file.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise Unreadable("bomb", "it unpacks to more than its bound")
    return left
