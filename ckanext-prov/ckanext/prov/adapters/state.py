"""A dataset of CKAN's model in the terms of :mod:`..domain.changes`."""

from __future__ import annotations

from typing import Any, Final

from ckan import model
from ckanext.prov import config
from ckanext.prov.domain import changes

from . import files
from .log import Ticket

_FIELDS: Final = (
    "name", "title", "version", "url", "author", "author_email", "maintainer",
    "maintainer_email", "notes", "license_id", "owner_org", "private", "state",
)  # fmt: skip
_RESOURCE_FIELDS: Final = (
    "url", "format", "description", "hash", "name", "resource_type", "mimetype",
    "mimetype_inner", "cache_url", "url_type",
)  # fmt: skip
_NOT_TOLD: Final = frozenset({"datastore_active", "datastore_contains_all_records_of_source_file"})
"""What programs note about a resource of their own accord."""

DERIVED_FROM: Final = "derived_from"


def of(
    package: model.Package, ticket: Ticket, known: changes.State | None, *, deleted: bool = False
) -> changes.State:
    """What ``package`` is now; files that did not change since it was ``known`` are not read."""
    before = known.resources if known else {}
    ignored = config.ignored_fields()
    extras = {k: v for k, v in (package.extras or {}).items() if k not in ignored}
    values: dict[str, Any] = {name: getattr(package, name) for name in _FIELDS}
    values |= extras | {"tags": ticket.tags, "groups": ticket.groups}
    return changes.State(
        life=life(package, deleted=deleted),
        fields=changes.digests(values),
        resources={one.id: _resource(one, before.get(one.id)) for one in package.resources},
    )


def life(package: model.Package, *, deleted: bool = False) -> changes.Life:
    """The phase of its life ``package`` is in."""
    status = str((package.extras or {}).get("status") or "")
    state = "deleted" if deleted else str(package.state)
    return changes.life(state=state, private=bool(package.private), status=status)


def _resource(one: model.Resource, known: changes.FileState | None) -> changes.FileState:
    extras = {k: v for k, v in (one.extras or {}).items() if k not in _NOT_TOLD}
    values = {name: getattr(one, name) for name in _RESOURCE_FIELDS} | extras
    stored = one.url_type == "upload"
    stamp = f"{one.last_modified}|{one.size}|{one.url}" if stored else ""
    same = known is not None and known.stored and known.stamp == stamp and known.sha256
    sha256 = known.sha256 if known and same else files.checksum(one.id) if stored else ""
    source = str(extras.get(DERIVED_FROM) or "")
    return changes.FileState(changes.digests(values), stored, stamp, sha256, source)
