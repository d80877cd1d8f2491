"""Our own files and tables, reached without asking ourselves over HTTP.

A portal that probes itself over the network would wait for its own web processes, and count itself.
Uploads are looked for in CKAN's storage, tables in the DataStore.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import uploader
from ckanext.openindex import config
from govopen_common import stored


@dataclass(frozen=True)
class Found:
    """How an address of ours was looked at, and whether it is there."""

    how: Literal["storage", "datastore"]
    there: bool


def find(resource_id: str, url: str) -> Found | None:
    """What is behind ``url``, an address of this resource; None when it is none of ours."""
    site = config.site_url() + "/"
    if not url.startswith(site):
        return None
    resource = model.Session.get(model.Resource, resource_id)
    if resource is None:
        return None
    if resource.url_type == "upload" and f"/resource/{resource_id}/download" in url:
        return Found("storage", _first_piece(resource_id))
    path = url.removeprefix(site)
    if f"datastore/dump/{resource_id}" in path or "api/3/action/datastore_search" in path:
        return Found("datastore", in_datastore(resource_id))
    return None


def in_datastore(resource_id: str) -> bool:
    """Whether the rows of a resource are in the DataStore."""
    if not p.plugin_loaded("datastore"):
        return False
    from ckanext.datastore.backend import DatastoreBackend

    return bool(DatastoreBackend.get_active_backend().resource_exists(resource_id))


def pieces(resource_id: str) -> Iterator[bytes]:
    """The bytes of an uploaded file. Raises OSError or LookupError when there is none."""
    return stored.pieces(uploader.get_resource_uploader({"id": resource_id}), resource_id)


def _first_piece(resource_id: str) -> bool:
    try:
        with contextlib.closing(pieces(resource_id)) as found:
            next(found, None)
    except (OSError, LookupError, tk.ValidationError):
        return False
    return True
