"""The place of a resource's file: through the uploader that the site uses, whichever it is."""

from __future__ import annotations

import hashlib
import mimetypes
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib.files import FileData
from ckanext.masking.domain.policy.model import Policy
from ckanext.masking.model import MaskingUpload
from ckanext.masking.model.upload import now
from werkzeug.datastructures import FileStorage

from . import policies, uploader

_LOCKS: Final = 0x6D61736B
"""The first number of the advisory locks ("mask")."""


@contextmanager
def one_at_a_time(resource_id: str) -> Iterator[None]:
    """Nobody else publishes for this resource meanwhile, in any process on any host."""
    number = zlib.crc32(resource_id.encode()) - 2**31
    with model.meta.engine.connect() as connection, connection.begin():
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCKS, number)))
        yield


def has_place(resource_id: str) -> bool:
    """Whether the resource is still there and is still one with a file."""
    resource = model.Session.get(model.Resource, resource_id)
    return (
        resource is not None
        and resource.state == "active"
        and resource.package is not None
        and resource.package.state != "deleted"
        and resource.url_type == "upload"
    )


def place(row: MaskingUpload, masked: Path) -> str:
    """Put the masked file where the resource's file belongs; its SHA-256."""
    digest = hashlib.sha256()
    with masked.open("rb") as file:
        while piece := file.read(1024 * 1024):
            digest.update(piece)
        file.seek(0)
        upload = FileStorage(file, filename=str(row.name))
        resource = {"id": row.resource_id, "url": row.name, "url_type": "upload", "upload": upload}
        megabytes = masked.stat().st_size // (1024 * 1024) + 1
        behind = uploader.behind(resource)
        _make_room(behind, str(row.resource_id))
        behind.upload(str(row.resource_id), megabytes)
    return digest.hexdigest()


def _make_room(behind: Any, resource_id: str) -> None:
    """Take the former file out of a storage that does not let it be written over."""
    storage = getattr(behind, "storage", None)
    if storage is None or getattr(storage.settings, "overwrite_existing", True):
        return
    former = FileData(behind.get_path(resource_id))
    if storage.exists(former):
        storage.remove(former)


def describe(row: MaskingUpload, masked: Path, digest: str, table: bool | None = None) -> None:
    """Have the resource say what its file is now, and whether the DataStore has a ``table`` of it.

    One call of one action, since each makes the dataset be validated, written and indexed.
    """
    row.masked_sha256 = digest
    changes: dict[str, Any] = {
        "id": row.resource_id,
        "url": row.name,
        "size": masked.stat().st_size,
        "hash": f"sha256:{digest}",
        "last_modified": now().replace(tzinfo=None).isoformat(),
    }
    kind = mimetypes.guess_type(str(row.name))[0]
    if kind:
        changes["mimetype"] = kind
    if table is not None and table != _has_table(str(row.resource_id)):
        changes["datastore_active"] = table
    tk.get_action("resource_patch")(_as_sender(row), changes)


def touch(row: MaskingUpload) -> None:
    """Have the resource say that its rows are new."""
    moment = now().replace(tzinfo=None).isoformat()
    changes = {"id": row.resource_id, "last_modified": moment}
    tk.get_action("resource_patch")(_as_sender(row), changes)


def _has_table(resource_id: str) -> bool:
    """Whether the resource says that the DataStore has a table of it."""
    resource = model.Session.get(model.Resource, resource_id)
    return bool(resource and resource.extras.get("datastore_active"))


def policy_of(row: MaskingUpload) -> Policy:
    """The policy that holds for an upload's dataset now."""
    return policies.policy_for(policies.subject(str(row.package_id)))[0]


def as_site() -> Any:
    """A context for what the gate itself does."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    return {"user": user["name"], "ignore_auth": True}


def _as_sender(row: MaskingUpload) -> Any:
    """A context in which the file is its uploader's, as it would be without the gate."""
    user = model.User.get(str(row.user_id)) if row.user_id else None
    if user is None or user.state != "active":
        return as_site()
    return {"user": user.name, "ignore_auth": True}
