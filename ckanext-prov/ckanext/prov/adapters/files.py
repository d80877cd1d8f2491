"""Reads the files of resources where CKAN keeps them, in pieces."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ckan.lib import uploader
from govopen_common import stored


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
    return stored.pieces(uploader.get_resource_uploader({"id": resource_id}), resource_id)
