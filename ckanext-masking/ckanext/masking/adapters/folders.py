"""Folders that nobody but the site's own user may look into, and files in them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from ckanext.masking.domain.engine.atomic import whole_file
from ckanext.masking.domain.gate.sealed import seal

from . import keys

PIECE: Final = 1024 * 1024
"""Bytes read at a time."""


def private(folder: Path) -> Path:
    """The folder, made with mode 700 where it is missing."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """A stream's bytes from where it stands."""
    while piece := stream.read(PIECE):
        yield piece


def write(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file whole and on the disk, or not at all; sealed when there is a key."""
    key = keys.for_files()
    with whole_file(path) as out:
        if key is not None:
            seal(parts, out, key, path.name)
        else:
            for part in parts:
                out.write(part)


def remove(path: Path) -> None:
    """Remove a file, and know that it is gone: the folder is on the disk afterwards."""
    with suppress(FileNotFoundError):
        path.unlink()
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
