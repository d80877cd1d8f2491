"""Originals that are kept after their masked form is published: always encrypted.

A file is stored under an id (an upload's), read from any place, so that a part of it can be served,
and removed. What is in the clear leaves this module only through :func:`open_kept`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, BinaryIO, cast

from ckanext.masking import config
from ckanext.masking.domain.gate.sealed import SealedReader, SealError

from . import folders, keys


def can_keep() -> bool:
    """Whether there is a key to keep anything with."""
    return keys.for_files() is not None


def store(source: IO[bytes], kept_id: str) -> None:
    """Keep what ``source`` has from where it stands, whole or not at all.

    Raises ``SealError`` without a master key and ``OSError`` when it cannot be written.
    """
    if not can_keep():
        raise SealError("nothing is kept without a master key")
    folders.write(_path(kept_id), folders.pieces(source))


def open_kept(kept_id: str) -> BinaryIO:
    """The clear text; ``size`` is its attribute. Raises ``FileNotFoundError``, ``SealError``."""
    file = _path(kept_id).open("rb")
    key = keys.for_files()
    if key is None:
        file.close()
        raise SealError("the master key is missing")
    try:
        return cast("BinaryIO", SealedReader(file, key, _path(kept_id).name))
    except BaseException:
        file.close()
        raise


def has(kept_id: str) -> bool:
    """Whether something is kept under this id."""
    return _path(kept_id).is_file()


def remove(kept_id: str) -> None:
    """Have it gone; nothing happens when it is not there."""
    folders.remove(_path(kept_id))


def ids() -> set[str]:
    """All ids under which something is kept."""
    return {one.name.removesuffix(".sealed") for one in os.scandir(_folder()) if one.is_file()}


def _folder() -> Path:
    return folders.private(config.vault_folder())


def _path(kept_id: str) -> Path:
    return _folder() / f"{kept_id}.sealed"
