"""The uploader that stands in front of CKAN's, or of another plugin's: files go to quarantine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timezone
from typing import Any, Final

from ckan import model
from ckan.lib import uploader

from . import receiving
from .incoming import Incoming, taken

STATE: Final = "masking_state"
"""The field by which readers are told of a resource whose file is held."""
_aside: ContextVar[bool] = ContextVar("masking_aside", default=False)


def in_front(resource: dict[str, Any]) -> GateUploader | None:
    """What ``IUploader`` answers; nothing while the gate itself asks for the site's uploader."""
    return None if _aside.get() else GateUploader(resource)


def behind(resource: dict[str, Any]) -> Any:
    """The uploader that the site would use without the gate."""
    with _stepped_aside():
        return uploader.get_resource_uploader(resource)


class GateUploader:
    """Holds a new file; for everything else it is the uploader behind it."""

    def __init__(self, resource: dict[str, Any]) -> None:
        resource.pop(STATE, None)
        self._file: Incoming | None = taken(resource)
        if self._file is not None:
            resource.pop("clear_upload", None)
            self._address(resource, self._file)
        self._behind = behind(resource)

    def upload(self, id: str, max_size: int = 10) -> Any:
        """Hold the file of resource ``id``; at most ``max_size`` MiB, as CKAN means it."""
        if self._file is not None:
            receiving.receive_file(id, self._file, max_size)
            return None
        if getattr(self._behind, "clear", None):
            receiving.discard(id)
        return self._behind.upload(id, max_size)

    def __getattr__(self, name: str) -> Any:
        if name == "_behind":
            raise AttributeError(name)
        return getattr(self._behind, name)

    @staticmethod
    def _address(resource: dict[str, Any], file: Incoming) -> None:
        """A file that is published keeps its address until the new one takes its place.

        The time changes in any case, since CKAN asks for the upload of changed resources only.
        """
        known = model.Session.get(model.Resource, resource.get("id") or "")
        if known is not None and known.url_type == "upload" and known.url:
            resource["url"] = known.url
        else:
            resource["url"] = file.name
        resource["url_type"] = "upload"
        resource["last_modified"] = datetime.now(timezone.utc).replace(tzinfo=None)


@contextmanager
def _stepped_aside() -> Iterator[None]:
    token = _aside.set(True)
    try:
        yield
    finally:
        _aside.reset(token)
