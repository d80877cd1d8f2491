"""Compares two versions of a dataset, and the tables in their files where both are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ckan import model
from ckanext.prov import config
from ckanext.prov.domain.compare import Comparison, compare
from ckanext.prov.domain.compare_tables import TooLong, compare_tables

from . import files, kept, tables


class _Large(ValueError):
    """A file is larger than is compared."""


def versions(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    files_before: Mapping[str, str],
    files_after: Mapping[str, str],
) -> dict[str, Any]:
    """The difference as plain JSON.

    Each resource whose bytes changed has under ``table`` how its rows differ, or in
    ``not_compared`` why they were not compared: ``gone`` (the bytes were not kept), ``large``
    (more than the setting or than the rows allowed), ``no_table``.
    """
    found: Comparison = compare(before, after, files_before, files_after)
    whole = asdict(found)
    for one in whole["resources"]:
        if one["bytes_changed"]:
            key = one["resource_id"]
            one |= _table(key, files_before.get(key, ""), files_after.get(key, ""))
    return whole


def _table(resource_id: str, before: str, after: str) -> dict[str, Any]:
    try:
        old, new = _bytes(resource_id, before), _bytes(resource_id, after)
        return {"table": asdict(compare_tables(tables.rows(old), tables.rows(new)))}
    except (LookupError, OSError):
        return {"not_compared": "gone"}
    except (_Large, TooLong):
        return {"not_compared": "large"}
    except tables.NotATable:
        return {"not_compared": "no_table"}


def _bytes(resource_id: str, sha256: str) -> bytes:
    """The bytes with a checksum: kept, or the resource's own. Raises LookupError, _Large."""
    most = config.compare_bytes()
    if kept.has(sha256):
        if kept.place(sha256).stat().st_size > most:
            raise _Large
        return kept.place(sha256).read_bytes()
    if not sha256 or model.Session.get(model.Resource, resource_id) is None:
        raise LookupError(resource_id)
    found = bytearray()
    for piece in files.pieces(resource_id):
        found += piece
        if len(found) > most:
            raise _Large
    if files.digest(found) != sha256:
        raise LookupError(sha256)
    return bytes(found)
