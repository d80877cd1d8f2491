"""From a harvested record to the dataset that is handed to the form's own validators."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ckanext.govopen.domain.harvest import Record
from ckanext.govopen.domain.harvest_run import match_resources

NAMESPACE: Final = uuid.UUID("3f1f6f2c-5b0e-5c5e-9f0b-6a5a0b6d8f10")
"""Namespace of dataset ids (RFC 9562, version 5): a record becomes the same dataset whoever
harvests it first and however often that is interrupted."""

_NOT_OURS: Final = ("department", "department_uscc")


def dataset_id(source_id: str, record_id: str) -> str:
    """The id of the dataset a record becomes."""
    return str(uuid.uuid5(NAMESPACE, f"{source_id}\n{record_id}"))


def dataset(
    record: Record,
    source_id: str,
    owner_org: str,
    *,
    package_id: str | None = None,
    stored: Sequence[Mapping[str, Any]] = (),
    fixed_ids: bool = False,
) -> dict[str, Any]:
    """The dataset dict of ``record``; with ``package_id`` an update of the dataset, whose
    resources as they are now are ``stored``. With ``fixed_ids`` the ids of new resources follow
    from the record too, so that files stored before a worker was killed are found again.
    """
    fields = {key: value for key, value in record.fields.items() if key not in _NOT_OURS}
    tags = fields.pop("tag_string", None)
    if tags:
        fields["tag_string"] = ",".join(tags) if isinstance(tags, list) else tags
    data: dict[str, Any] = {
        **fields,
        "owner_org": owner_org,
        "source_id": source_id,
        "source_record_id": record.source_record_id,
        "source_flags": [flag.as_dict() for flag in record.flags],
        "resources": resources(
            record.resources,
            stored,
            dataset_id(source_id, record.source_record_id) if fixed_ids else None,
        ),
    }
    data.setdefault("elements", [])
    if package_id:
        data["id"] = package_id
    return data


def resources(
    harvested: Sequence[Mapping[str, Any]],
    stored: Sequence[Mapping[str, Any]],
    package_id: str | None = None,
) -> list[dict[str, Any]]:
    """The resources of a dataset, each with the id it already has, or one that follows from
    ``package_id`` and its key.

    ``source_stamp`` tells whether the source changed a resource; a stored file whose stamp is the
    same is kept as it is.
    """
    made: list[dict[str, Any]] = []
    by_id = {str(resource["id"]): resource for resource in stored}
    for resource, known_id in zip(harvested, match_resources(stored, harvested), strict=True):
        row = {**resource, "source_stamp": stamp(resource)}
        own_id = str(uuid.uuid5(NAMESPACE, f"{package_id}\n{resource.get('source_key')}"))
        if known_id:
            row["id"] = known_id
            row |= _kept(row, by_id[known_id])
        elif package_id and own_id not in by_id:
            row["id"] = own_id
        made.append(row)
    return made


def stamp(resource: Mapping[str, Any]) -> str:
    """SHA-256 of what the source says of a resource."""
    text = json.dumps(dict(resource), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _kept(row: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """What a resource that the source did not change keeps: what CKAN found out, its file."""
    if old.get("source_stamp") != row["source_stamp"]:
        return {}
    found_out = ("mimetype", "size", "hash", "last_modified")
    kept = {key: old[key] for key in found_out if old.get(key) and not row.get(key)}
    if old.get("url_type") == "upload":
        names = ("url", "url_type", "source_file", *found_out)
        kept |= {key: old[key] for key in names if old.get(key) is not None}
    return kept
