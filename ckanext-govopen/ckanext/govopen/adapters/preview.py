"""The beginning of a stored file, wherever CKAN keeps it, for a preview. Nothing is fetched."""

from __future__ import annotations

from typing import Any

from ckan.lib import uploader
from ckanext.govopen.domain import preview
from govopen_common import stored


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
    except (OSError, LookupError) as error:
        raise preview.Unreadable("文件不在存储中", "the file is not in the store") from error
    return preview.read(raw[:limit], kind, whole=len(raw) <= limit)


def _beginning(resource: dict[str, Any], size: int) -> bytes:
    """At most ``size`` bytes of the file."""
    keeper = uploader.get_resource_uploader(dict(resource))
    taken = bytearray()
    for piece in stored.pieces(keeper, resource["id"]):
        taken += piece
        if len(taken) >= size:
            break
    return bytes(taken[:size])
