"""Reads a resource's file in pieces where the site keeps it: a folder, or a storage of files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import file_keeper  # pyright: ignore[reportMissingTypeStubs]

PIECE: Final = 1024 * 1024
"""Bytes read at a time."""


def on_disk(keeper: Any, resource_id: str) -> Path | None:
    """Path of the file, which may be missing; None where it is kept in no folder of CKAN's own.

    ``keeper`` is what CKAN's ``get_resource_uploader`` gave, here and below.
    """
    if _storage(keeper) is not None or not hasattr(keeper, "get_path"):
        return None
    return Path(keeper.get_path(resource_id))


def pieces(keeper: Any, resource_id: str) -> Iterator[bytes]:
    """The bytes of a resource's file, at most 1 MiB at a time.

    Raises OSError or LookupError when there is no file, or the uploader gives none to read.
    """
    if not hasattr(keeper, "get_path"):
        raise LookupError(f"the storage of resource {resource_id} cannot be read")
    place, storage = keeper.get_path(resource_id), _storage(keeper)
    if storage is not None:
        yield from _streamed(storage, place)
        return
    with open(place, "rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _storage(keeper: Any) -> file_keeper.Storage | None:
    found = getattr(keeper, "storage", None)
    return found if isinstance(found, file_keeper.Storage) else None


def _streamed(storage: file_keeper.Storage, place: str) -> Iterator[bytes]:
    try:
        data = file_keeper.FileData(file_keeper.Location(place))
        yield from storage.stream(data)
    except Exception as error:
        # Each kind of storage fails in its own way; to us the file is not there.
        raise LookupError(f"{place}: {error}") from error
