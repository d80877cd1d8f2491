"""Reads the files of resources where CKAN keeps them, in pieces."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any, Final

from ckan.lib import uploader
from ckan.lib.files import FileData

PIECE: Final = 1024 * 1024
"""Bytes read at a time."""


def checksum(resource_id: str) -> str:
    """SHA-256 of the bytes of a resource's file, or "" when there is no file to read."""
    found = hashlib.sha256()
    try:
        for piece in pieces(resource_id):
            found.update(piece)
    except (OSError, LookupError):
        return ""
    return found.hexdigest()


def digest(data: bytes | bytearray) -> str:
    """SHA-256 of bytes that are at hand."""
    return hashlib.sha256(data).hexdigest()


def pieces(resource_id: str) -> Iterator[bytes]:
    """The bytes of a resource's file. Raises OSError or LookupError when there is none."""
    source: Any = uploader.get_resource_uploader({"id": resource_id})
    get_path = getattr(source, "get_path", None)
    if get_path is None:
        raise LookupError(f"the storage of resource {resource_id} cannot be read")
    storage = getattr(source, "storage", None)
    if storage is not None:
        yield from _streamed(storage, get_path(resource_id))
        return
    with open(get_path(resource_id), "rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _streamed(storage: Any, location: str) -> Iterator[bytes]:
    try:
        stream: Iterable[bytes] = storage.stream(FileData(location))
        with closing(iter(stream)) as parts:  # type: ignore[type-var]
            yield from parts
    except Exception as error:
        # Each kind of storage fails in its own way; to us the file is not there.
        raise LookupError(f"{location}: {error}") from error
