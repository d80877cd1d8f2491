"""What callers hand in under ``upload``: werkzeug's object, CKAN's own, or something else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import munge
from ckan.lib.files import Upload
from ckanext.masking.domain.engine.names import safe
from flask import has_request_context
from werkzeug.datastructures import FileStorage

from .folders import PIECE

_SENDER: Final = "masking_sender"


class Sender(NamedTuple):
    """Who hands in a file: a user's id. Callers from outside cannot make one."""

    user_id: str


class Incoming(NamedTuple):
    """A file that is handed in, and a name for it that may be shown."""

    stream: Any
    name: str
    user_id: str = ""

    def pieces(self) -> Iterator[bytes]:
        """Its bytes from the beginning."""
        self.stream.seek(0)
        while piece := self.stream.read(PIECE):
            yield piece


def sign(resource: dict[str, Any], context: Any) -> None:
    """Note in a resource that is about to be written who sends its file."""
    resource.pop(_SENDER, None)
    user = model.User.get(str(context.get("user") or "")) if resource.get("upload") else None
    if user is not None:
        resource[_SENDER] = Sender(str(user.id))


def taken(resource: dict[str, Any]) -> Incoming | None:
    """The file in ``upload``, taken out; None for an empty field of a form.

    Raises ValidationError for anything else: what is not understood is not passed on either.
    """
    sender = resource.pop(_SENDER, None)
    upload = resource.get("upload")
    if not upload:
        return None
    user_id = sender.user_id if isinstance(sender, Sender) else _signed_in()
    if isinstance(upload, FileStorage):
        stream, name = upload.stream, upload.filename or ""
    elif isinstance(upload, Upload):
        stream, name = upload.stream, upload.filename
    else:
        message = tk._("This is no uploaded file. Send it as multipart/form-data.")
        raise tk.ValidationError({"upload": [message]})
    resource.pop("upload")
    return Incoming(stream, shown(name), user_id)


def _signed_in() -> str:
    if not has_request_context():
        return ""
    return str(getattr(tk.current_user, "id", "") or "")


def shown(name: str) -> str:
    """A file name as CKAN writes it; a neutral one when somebody's data are in it."""
    base = PurePosixPath(name.replace("\\", "/")).name
    ending = munge.munge_filename(PurePosixPath(base).suffix or ".bin").lstrip("-_")
    stem = safe(PurePosixPath(base).stem.replace("_", " "), "")
    if not stem:
        return f"upload{ending if ending.startswith('.') else '.bin'}"
    return str(munge.munge_filename(base))
