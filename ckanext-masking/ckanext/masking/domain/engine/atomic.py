"""A file that is there complete or not at all, also when the process is killed half-way."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

_MODE: Final = 0o600
_WITHOUT: Final = frozenset({errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT})
"""How file systems say that they have no files without a name (open(2), O_TMPFILE)."""


@contextmanager
def whole_file(path: Path) -> Generator[BinaryIO]:
    """A file to write to, which takes the name ``path`` when the block ends without an error.

    Its mode is 600. Where the file system can (``O_TMPFILE``), it has no name while it is
    written, so that nothing is left behind by ``kill -9`` or a power cut; elsewhere it has a
    hidden name beside ``path``.
    """
    beside = path.with_name(f".{path.name[:80]}.{secrets.token_hex(8)}.part")
    descriptor, named = _open(path.parent, beside)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if not named:
                _name(file.fileno(), beside)
        os.replace(beside, path)
        _settle(path.parent)
    except BaseException:
        with suppress(FileNotFoundError):
            beside.unlink()
        raise


def _open(folder: Path, beside: Path) -> tuple[int, bool]:
    """A descriptor, and whether the file has the name ``beside`` already."""
    without = getattr(os, "O_TMPFILE", None)
    if without is not None:
        try:
            return os.open(folder, without | os.O_RDWR, _MODE), False
        except OSError as error:
            if error.errno not in _WITHOUT or not folder.is_dir():
                raise
    return os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, _MODE), True


def _name(descriptor: int, path: Path) -> None:
    """Give an open file its first name. A folder's descriptor makes Python call linkat(2) with
    AT_SYMLINK_FOLLOW; by itself it calls link(2), which does not follow."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{descriptor}", path.name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        os.close(folder)


def _settle(folder: Path) -> None:
    """Have the new name itself written to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
