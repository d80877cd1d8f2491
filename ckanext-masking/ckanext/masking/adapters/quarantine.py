"""Where uploads wait. A file is here, whole and on the disk, before a row says so.

``ID.raw`` is an original, sealed when there is a master key; ``ID.masked`` what the engine made of
it; ``ID.sample`` a few rows of both for whoever decides, sealed like the original. The engine reads
the original from a file without a name, so ``kill -9`` leaves no clear copy.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple, cast

from ckanext.masking import config
from ckanext.masking.domain.gate.sealed import SealedReader, SealError, is_sealed

from . import folders, keys


class TooLargeError(Exception):
    """More bytes than an upload may have."""


class Received(NamedTuple):
    """What was written down: SHA-256 and size of the original."""

    sha256: str
    size: int


def folder() -> Path:
    """The quarantine, for nobody else to look into."""
    return folders.private(config.quarantine_folder())


def receive(upload_id: str, parts: Iterable[bytes], most: int) -> Received:
    """Write an original of at most ``most`` bytes. Raises ``TooLargeError`` and ``OSError``."""
    digest, size = hashlib.sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for part in parts:
            size += len(part)
            if size > most:
                raise TooLargeError
            digest.update(part)
            yield part

    folders.write(_raw(upload_id), counted())
    return Received(digest.hexdigest(), size)


def open_original(upload_id: str) -> BinaryIO:
    """The original, clear, to read from any place. Raises ``FileNotFoundError``, ``SealError``."""
    return _open(_raw(upload_id))


def _open(path: Path) -> BinaryIO:
    file = path.open("rb")
    if not is_sealed(file):
        return file
    key = keys.for_files()
    if key is None:
        file.close()
        raise SealError("the master key is missing with which this file was sealed")
    return cast("BinaryIO", SealedReader(file, key, path.name))


@contextmanager
def clear(upload_id: str) -> Iterator[Path]:
    """A path under which the original can be read, as often as wanted, inside the block."""
    with open_original(upload_id) as source, tempfile.TemporaryFile(dir=folder()) as file:
        for piece in folders.pieces(source):
            file.write(piece)
        file.flush()
        yield path_of(file)


def path_of(file: IO[bytes]) -> Path:
    """A path under which this process can open a file again that has no name."""
    return Path(f"/proc/{os.getpid()}/fd/{file.fileno()}")


def masked(upload_id: str) -> Path:
    """Where the engine's result is, or is to be."""
    return folder() / f"{upload_id}.masked"


def write_sample(upload_id: str, text: bytes) -> None:
    """Write down a few rows before and after masking."""
    folders.write(_sample(upload_id), [text])


def read_sample(upload_id: str) -> bytes | None:
    """What ``write_sample`` wrote; None when there is none, or the key is missing."""
    try:
        with _open(_sample(upload_id)) as file:
            return file.read()
    except (FileNotFoundError, SealError):
        return None


def has_original(upload_id: str) -> bool:
    """Whether the original is here."""
    return _raw(upload_id).is_file()


def remove(upload_id: str) -> None:
    """Take everything of an upload away."""
    for path in (_raw(upload_id), _sample(upload_id), masked(upload_id)):
        folders.remove(path)


def ids(older_than: float = 0) -> set[str]:
    """Of which uploads something is here that is older than so many seconds."""
    until = time.time() - older_than
    found: set[str] = set()
    for entry in os.scandir(folder()):
        if entry.name.endswith((".raw", ".masked", ".sample")) and entry.stat().st_mtime <= until:
            found.add(entry.name.rpartition(".")[0])
    return found


def sweep_parts(older_than: float) -> int:
    """Remove files that were being written when their process died; the answer is how many."""
    until = time.time() - older_than
    gone = [
        Path(entry.path)
        for entry in os.scandir(folder())
        if entry.name.endswith(".part") and entry.stat().st_mtime <= until
    ]
    for path in gone:
        folders.remove(path)
    return len(gone)


def _raw(upload_id: str) -> Path:
    return folder() / f"{upload_id}.raw"


def _sample(upload_id: str) -> Path:
    return folder() / f"{upload_id}.sample"
