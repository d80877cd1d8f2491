"""What happened to a dataset, told from what was known of it before and what it is now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

Life = Literal["draft", "published", "withdrawn", "deleted"]

LIFE_FIELDS: Final = frozenset({"state", "private", "status", "withdrawn_at", "withdrawn_reason"})
"""Fields that decide or explain in which phase of its life a dataset is."""

_ENCODE: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str).encode

_STATUS: Final[Mapping[str, Life]] = {"published": "published", "withdrawn": "withdrawn"}


@dataclass(frozen=True, slots=True)
class FileState:
    """A resource as the log knows it: ``fields`` are digests by name.

    ``stored`` says that its file lies in the site's own storage; ``stamp`` changes when that file
    is written; ``sha256`` is empty when the file was not there.
    """

    fields: Mapping[str, str]
    stored: bool = False
    stamp: str = ""
    sha256: str = ""
    derived_from: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A dataset as the log knows it: digests of its fields by name, its resources by id."""

    life: Life
    fields: Mapping[str, str]
    resources: Mapping[str, FileState]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened; ``details`` are names and flags, never values."""

    activity: str
    resource_id: str = ""
    sha256: str = ""
    before: str = ""
    details: Mapping[str, Any] = field(default_factory=lambda: cast("dict[str, Any]", {}))


def life(*, state: str, private: bool, status: str = "") -> Life:
    """The phase a dataset is in.

    ``state`` and ``private`` are CKAN's; ``status`` is a catalogue's own (draft, submitted,
    published, withdrawn) and, where there is one, decides between draft and published.
    """
    if state == "deleted":
        return "deleted"
    if state != "active":
        return "draft"
    if status:
        return _STATUS.get(status, "draft")
    return "draft" if private else "published"


def digest(value: object) -> str:
    """A short digest by which a changed value is told: 16 hexadecimal digits of SHA-256."""
    text = _ENCODE(value)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def digests(values: Mapping[str, object]) -> dict[str, str]:
    """Digests of those of ``values`` that are not empty."""
    return {name: digest(value) for name, value in values.items() if value not in (None, "", [])}


def created(now: State) -> list[Change]:
    """What happened to a dataset that has just been made, in order."""
    return [Change("dataset_created"), *_resources({}, now.resources), *_began(now)]


def first_seen(now: State) -> list[Change]:
    """What is told of a dataset that was there before the log was: that it changed, not how."""
    gone = [Change("dataset_deleted")] if now.life == "deleted" else []
    return gone or [Change("dataset_changed", details={"first_seen": True})]


def differences(known: State, now: State) -> list[Change]:
    """What happened between ``known`` and ``now``, in order."""
    moved = _move(known.life, now.life)
    names = _changed(known.fields, now.fields)
    if moved:
        names = [name for name in names if name not in LIFE_FIELDS]
    edited = [Change("dataset_changed", details={"fields": names})] if names else []
    files = _resources(known.resources, now.resources)
    return [*edited, *files, *([Change(moved)] if moved else [])]


def _began(now: State) -> list[Change]:
    """The phase a dataset enters with its creation."""
    moved = _move("draft", now.life)
    return [Change(moved)] if moved else []


def _move(before: Life, after: Life) -> str:
    """The activity that leads from one phase to another; empty when there is none to tell."""
    if before == after:
        return ""
    if after == "deleted":
        return "dataset_deleted"
    if before == "deleted" or (before, after) == ("withdrawn", "published"):
        return "dataset_restored"
    if after == "published":
        return "dataset_published"
    if after == "withdrawn" or before == "published":
        return "dataset_withdrawn"
    return ""


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return sorted(n for n in {*before, *after} if before.get(n) != after.get(n))


def _resources(before: Mapping[str, FileState], after: Mapping[str, FileState]) -> list[Change]:
    found: list[Change] = []
    for key, one in after.items():
        found += _created(key, one) if key not in before else _edited(key, before[key], one)
    gone = [key for key in before if key not in after]
    return [*found, *(Change("resource_deleted", key, before=before[key].sha256) for key in gone)]


def _created(key: str, now: FileState) -> list[Change]:
    return [Change("resource_created", key), *_file(key, "", now), *_converted(key, "", now)]


def _edited(key: str, known: FileState, now: FileState) -> list[Change]:
    names = _changed(known.fields, now.fields)
    found = [Change("resource_changed", key, details={"fields": names})] if names else []
    if now.stored and (now.sha256 != known.sha256 or now.stored != known.stored):
        found += _file(key, known.sha256, now)
    return [*found, *_converted(key, known.derived_from, now)]


def _file(key: str, before: str, now: FileState) -> list[Change]:
    if not now.stored:
        return []
    details = {} if now.sha256 else {"file": "missing"}
    activity = "file_replaced" if before else "file_uploaded"
    return [Change(activity, key, now.sha256, before, details)]


def _converted(key: str, before: str, now: FileState) -> list[Change]:
    """A resource that says which other it was made from."""
    if not now.derived_from or now.derived_from == before:
        return []
    return [Change("file_converted", key, now.sha256, details={"source": now.derived_from})]


def state_to_dict(state: State) -> dict[str, Any]:
    """``state`` as plain JSON."""
    return {
        "life": state.life,
        "fields": dict(state.fields),
        "resources": {
            key: {
                "fields": dict(one.fields),
                "stored": one.stored,
                "stamp": one.stamp,
                "sha256": one.sha256,
                "derived_from": one.derived_from,
            }
            for key, one in state.resources.items()
        },
    }


def state_from_dict(data: Mapping[str, Any]) -> State | None:
    """What :func:`state_to_dict` wrote; None for an empty dict."""
    if not data:
        return None
    resources = {key: FileState(**one) for key, one in data["resources"].items()}
    return State(data["life"], data["fields"], resources)
