"""Resources as they were in a version, with the bytes of their files where these were kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, BinaryIO, Final

from werkzeug.datastructures import FileStorage

from . import kept

_OF_FILE: Final = ("url", "url_type", "size", "mimetype", "last_modified", "hash", "position")
"""Fields of a resource that belong to its file."""
_OF_DATABASE: Final = ("id", "package_id", "created", "metadata_modified", "position", "state")
"""Fields of a resource that it gets when it is made."""


@contextmanager
def opened(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[dict[str, BinaryIO]]:
    """Kept bytes of the files that differ from those ``now``, by resource id, while they are used.

    Both are checksums by resource id.
    """
    with ExitStack() as stack:
        yield {
            key: stack.enter_context(open(kept.place(sha256), "rb"))
            for key, sha256 in then.items()
            if sha256 != now.get(key) and kept.has(sha256)
        }


def resources(
    now: Sequence[Mapping[str, Any]],
    then: Sequence[Mapping[str, Any]],
    files: Mapping[str, BinaryIO],
) -> list[dict[str, Any]]:
    """What ``package_update`` makes the resources of ``then`` from.

    Those that are there ``now`` keep their ids, and their files unless there are bytes in
    ``files``. Those that were removed come back as new ones: a link always, a file with its bytes.
    """
    past = {one["id"]: one for one in then}
    found = [_there(one, past.pop(one["id"], None), files) for one in now]
    gone = [one for one in past.values() if one.get("url_type") != "upload" or one["id"] in files]
    return found + [_without(_restored(one, files), _OF_DATABASE) for one in gone]


def _there(
    now: Mapping[str, Any], then: Mapping[str, Any] | None, files: Mapping[str, BinaryIO]
) -> dict[str, Any]:
    if then is None:
        return dict(now)
    if now["id"] in files:
        return {**_restored(then, files), "id": now["id"]}
    stored = "upload" in (now.get("url_type"), then.get("url_type"))
    own = {key: now[key] for key in _OF_FILE if key in now} if stored else {}
    return {**then, **own, "id": now["id"]}


def _restored(then: Mapping[str, Any], files: Mapping[str, BinaryIO]) -> dict[str, Any]:
    """A resource as it was; its file is uploaded again, as an editor would."""
    file = files.get(str(then["id"]))
    if file is None:
        return dict(then)
    name = str(then.get("url") or "file").rsplit("/")[-1]
    sent = {"url": name, "url_type": "upload", "upload": FileStorage(file, filename=name)}
    return {**_without(then, _OF_FILE), **sent}


def _without(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in names}
