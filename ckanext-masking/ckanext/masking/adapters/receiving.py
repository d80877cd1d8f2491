"""Takes files into quarantine, in the transaction of the resource they belong to."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckanext.masking import config
from ckanext.masking.domain.gate import states
from ckanext.masking.model import MaskingUpload

from . import ledger, quarantine, queue
from .incoming import Incoming

log = logging.getLogger(__name__)
MIB = 1024 * 1024


def receive_file(resource_id: str, file: Incoming, most_megabytes: int) -> MaskingUpload:
    """Hold a file of a resource. Raises ValidationError when it is too large or too many wait."""
    fields = {"kind": "file", "name": file.name, "user_id": file.user_id}
    return hold(resource_id, file.pieces(), most_megabytes * MIB, **fields)


def hold(resource_id: str, pieces: Iterable[bytes], most: int, **fields: Any) -> MaskingUpload:
    """Hold bytes, and have them worked on once the caller's transaction is committed.

    Raises ValidationError for more than ``most`` bytes, more uploads than a user may have waiting,
    or a full disk; nothing is left of them then.
    """
    user_id = str(fields.get("user_id") or "")
    if user_id and ledger.count_held(user_id) >= config.most_held():
        _refuse(tk._("Too many of your uploads are waiting. Wait until they are released."))
    upload_id = make_uuid()
    try:
        received = quarantine.receive(upload_id, pieces, most)
    except quarantine.TooLargeError:
        _refuse(tk._("File upload too large"))
    except OSError as error:
        log.warning("an upload could not be held: %s", error.strerror)
        _refuse(tk._("The file could not be stored. Try again later, or ask the administrator."))
    queue.after_commit(upload_id)
    resource = model.Session.get(model.Resource, resource_id)
    return ledger.add(
        id=upload_id,
        resource_id=resource_id,
        package_id=resource.package_id if resource else "",
        sha256=received.sha256,
        size=received.size,
        previous_id=_previous(resource_id),
        **fields,
    )


def discard(resource_id: str) -> None:
    """Let go what is held of a resource's file: its owner took the file away."""
    for row in ledger.held(resource_id=resource_id):
        if row.kind == "file":
            ledger.decide(row.id, states.DISCARDED)


def _previous(resource_id: str) -> str:
    query = (
        sa.select(MaskingUpload.id)
        .where(MaskingUpload.resource_id == resource_id)
        .order_by(MaskingUpload.number.desc())
    )
    return str(model.Session.scalars(query).first() or "")


def _refuse(message: str) -> Any:
    raise tk.ValidationError({"upload": [message]})
