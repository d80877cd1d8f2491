"""Two versions of a dataset side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

Kind = Literal["added", "removed", "changed"]

LEFT_OUT: Final = frozenset(
    {
        "metadata_modified",
        "metadata_created",
        "num_resources",
        "num_tags",
        "resources",
        "organization",
        "relationships_as_subject",
        "relationships_as_object",
        "tracking_summary",
        "creator_user_id",
        "isopen",
        "license_title",
        "license_url",
    }
)
"""Fields that say nothing of their own, or are compared apart."""

_RESOURCE_LEFT_OUT: Final = frozenset(
    {
        "metadata_modified",
        "created",
        "last_modified",
        "position",
        "tracking_summary",
        "package_id",
        "datastore_active",
        "datastore_contains_all_records_of_source_file",
    }
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field as it was and as it is; None where it is not there."""

    field: str
    kind: Kind
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class FileChange:
    """A resource that is new, gone or different; ``bytes_changed``: its file is another one."""

    resource_id: str
    kind: Kind
    name: str
    fields: tuple[FieldChange, ...] = ()
    bytes_changed: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    fields: tuple[FieldChange, ...]
    resources: tuple[FileChange, ...]


def compare(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    files_before: Mapping[str, str],
    files_after: Mapping[str, str],
) -> Comparison:
    """What differs between two datasets as ``package_show`` gives them.

    ``files_…``: SHA-256 of the file's bytes by resource id.
    """
    return Comparison(
        tuple(_fields(_content(before, LEFT_OUT), _content(after, LEFT_OUT))),
        tuple(_resources(_by_id(before), _by_id(after), files_before, files_after)),
    )


def _content(values: Mapping[str, Any], left_out: frozenset[str]) -> dict[str, Any]:
    """Fields that say something; free extras under their own keys, tags and groups by name."""
    found = {
        key: value
        for key, value in values.items()
        if key not in left_out and key not in ("extras", "tags", "groups")
    }
    extras = cast("Sequence[Mapping[str, Any]]", values.get("extras") or ())
    found |= {str(one["key"]): one["value"] for one in extras}
    for name in ("tags", "groups"):
        listed = cast("Sequence[Mapping[str, Any]]", values.get(name) or ())
        found[name] = sorted(str(one.get("name") or one.get("id") or "") for one in listed)
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    changes: list[FieldChange] = []
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old != new:
            kind: Kind = "added" if key not in before else "changed"
            changes.append(FieldChange(key, kind if key in after else "removed", old, new))
    return changes


def _by_id(dataset: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    listed = cast("Sequence[Mapping[str, Any]]", dataset.get("resources") or ())
    return {str(one["id"]): one for one in listed}


def _resources(
    before: Mapping[str, Mapping[str, Any]],
    after: Mapping[str, Mapping[str, Any]],
    files_before: Mapping[str, str],
    files_after: Mapping[str, str],
) -> list[FileChange]:
    changes: list[FileChange] = []
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        name = str((new or old or {}).get("name") or "")
        if old is None or new is None:
            changes.append(FileChange(key, "added" if old is None else "removed", name))
            continue
        fields = tuple(_fields(_resource(old), _resource(new)))
        other = files_before.get(key, "") != files_after.get(key, "")
        if fields or other:
            changes.append(FileChange(key, "changed", name, fields, other))
    return changes


def _resource(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in values.items()
        if key not in _RESOURCE_LEFT_OUT and value not in (None, "", [])
    }
