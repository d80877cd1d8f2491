"""Files of earlier versions, kept below the storage path under the checksum of their bytes."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from ckan.lib import uploader
from ckanext.prov import config
from govopen_common import stored

from . import files

FOLDER: Final = "prov"
_SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")


def place(sha256: str) -> Path:
    """Where the bytes with this checksum are kept. Raises ValueError for what is none."""
    if not _SHA256.match(sha256):
        raise ValueError(f"{sha256!r} is not a SHA-256")
    return Path(config.storage_path()) / FOLDER / sha256[:2] / sha256


def has(sha256: str) -> bool:
    return bool(config.storage_path() and sha256) and place(sha256).is_file()


def keep(resource_id: str, sha256: str) -> None:
    """Keep the bytes of a resource's file; a second name for them where the disk allows it.

    Does nothing when the file is not there. A transaction that is rolled back leaves bytes that
    no version names.
    """
    if not config.storage_path() or not sha256 or has(sha256):
        return
    target = place(sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    source = stored.on_disk(uploader.get_resource_uploader({"id": resource_id}), resource_id)
    if source is not None:
        with suppress(OSError):
            os.link(source, target)
            return
    _copy(resource_id, target)


def _copy(resource_id: str, target: Path) -> None:
    """Write a copy under another name first, so that half a file is never taken for one."""
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as draft:
        try:
            for piece in files.pieces(resource_id):
                draft.write(piece)
        except (OSError, LookupError):
            os.unlink(draft.name)
            return
    os.replace(draft.name, target)
