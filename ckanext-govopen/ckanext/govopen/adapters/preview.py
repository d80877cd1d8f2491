"""The beginning of a stored file, wherever CKAN keeps it, for a preview. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import file_keeper
from ckan.lib import files, uploader
from ckanext.govopen.domain import preview


def of_resource(resource: dict[str, Any]) -> preview.Preview:
    """What is shown of an uploaded resource (the dict of ``resource_show``).

    Raises :class:`preview.Unreadable` when it is no stored file, has gone, or cannot be read.
    """
    kind = preview.kind_of(resource.get("format"), resource.get("url"))
    if resource.get("url_type") != "upload" or kind is None:
        raise preview.Unreadable("这种文件不能预览", "files of this kind have no preview")
    limit = preview.most_bytes(kind)
    try:
        raw = _beginning(resource, limit + 1)
    except (OSError, file_keeper.exc.StorageError) as error:
        raise preview.Unreadable("文件不在存储中", "the file is not in the store") from error
    return preview.read(raw[:limit], kind, whole=len(raw) <= limit)


def _beginning(resource: dict[str, Any], size: int) -> bytes:
    """At most ``size`` bytes of the file."""
    upload = uploader.get_resource_uploader(dict(resource))
    path = upload.get_path(resource["id"])
    storage = getattr(upload, "storage", None)
    if isinstance(storage, file_keeper.Storage):
        return _take(storage.stream(file_keeper.FileData(files.Location(path))), size)
    with Path(path).open("rb") as file:
        return file.read(size)


def _take(chunks: Iterable[bytes], size: int) -> bytes:
    taken = bytearray()
    for chunk in chunks:
        taken += chunk
        if len(taken) >= size:
            break
    return bytes(taken[:size])
