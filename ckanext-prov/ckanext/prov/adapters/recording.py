"""Writes down what CKAN has just done to a dataset, before it commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

from ckan import model
from ckan.lib.plugins import get_permission_labels
from ckan.types import Context
from ckanext.prov import config, signals
from ckanext.prov.domain import changes
from ckanext.prov.domain.record import Agent, Entity, Entry
from ckanext.prov.model import VersionRow

from . import agents, derivations, log, state, statements, versions


def changed(
    context: Context, dataset: dict[str, Any], *, created: bool = False, deleted: bool = False
) -> None:
    """Compare a dataset with what is known of it, and append what is new.

    ``dataset`` needs an ``id`` (perhaps a name, when it is deleted). Called in CKAN's transaction.
    """
    package = model.Package.get(dataset.get("id"))
    if package is None or package.type in config.ignored_types():
        return
    ticket = _ticket(context, package)
    known = changes.state_from_dict(ticket.state)
    now = state.of(package, ticket, known, deleted=deleted)
    statements.check(package, known, now)
    found = changes.created(now) if created else _news(known, now)
    if found:
        derivations.converted(package.id, found)
        _write(package, ticket, found, now)


def version(context: Context, package: model.Package, label: str, note: str) -> VersionRow:
    """Make a version of ``package`` as it is now, and tell of what changed unnoticed before.

    Raises Rejected for a label that is not free.
    """
    ticket = _ticket(context, package)
    known = changes.state_from_dict(ticket.state)
    now = state.of(package, ticket, known)
    told = entries(ticket, _news(known, now))
    row, entry = versions.prepare(package, ticket, files_of(now), label=label, note=note)
    written = log.append(ticket, [*told, entry], changes.state_to_dict(now))
    versions.write(row, written[-1].id)
    signals.recorded.send(package.id, entries=written)
    return row


def _ticket(context: Context, package: model.Package) -> log.Ticket:
    ticket = log.open_log(package.id, package.owner_org, actor(context))
    ticket.labels = get_permission_labels().get_dataset_labels(package)
    return ticket


def _news(known: changes.State | None, now: changes.State) -> list[changes.Change]:
    """What is new about a dataset that was there before."""
    return changes.first_seen(now) if known is None else changes.differences(known, now)


def purged(entity: object, operation: str) -> None:
    """Tell that a dataset was taken out of the database; its log stays."""
    if operation != model.DomainObjectOperation.deleted or not isinstance(entity, model.Package):
        return
    if entity.type in config.ignored_types():
        return
    ticket = log.open_log(entity.id, entity.owner_org, "")
    gone = changes.Change("dataset_deleted", details={"purged": True})
    log.append(ticket, entries(ticket, [gone]), {})


def files_of(now: changes.State) -> dict[str, str]:
    """Checksums of the files of a dataset, by resource id."""
    return {key: one.sha256 for key, one in now.resources.items() if one.sha256}


def _write(
    package: model.Package, ticket: log.Ticket, found: list[changes.Change], now: changes.State
) -> None:
    """Append what happened, and a version with it when the dataset was published."""
    told, version = entries(ticket, found), None
    published = any(change.activity == "dataset_published" for change in found)
    if published and config.automatic_versions():
        version, entry = versions.prepare(package, ticket, files_of(now))
        told.append(entry)
    written = log.append(ticket, told, changes.state_to_dict(now))
    if version is not None:
        versions.write(version, written[-1].id)
    signals.recorded.send(package.id, entries=written)


def actor(context: Context) -> str:
    """Name of the user an action runs for; empty for nobody in particular."""
    user = context.get("auth_user_obj")
    name = getattr(user, "name", None) or context.get("user")
    return str(name or "")


def entries(ticket: log.Ticket, found: Sequence[changes.Change]) -> list[Entry]:
    """The entries that tell of ``found``, done by whoever acts, now."""
    moment = datetime.now(timezone.utc)
    who = agents.agents(ticket)
    return [_entry(ticket, change, moment, who) for change in found]


def _entry(
    ticket: log.Ticket, change: changes.Change, moment: datetime, who: tuple[Agent, ...]
) -> Entry:
    used, generated = _entities(ticket.dataset_id, change)
    return Entry(
        id="",
        number=0,
        dataset_id=ticket.dataset_id,
        activity=change.activity,
        ended=moment,
        resource_id=change.resource_id,
        agents=who,
        used=used,
        generated=generated,
        software=agents.SOFTWARE,
        details=change.details,
    )


def file_entity(resource_id: str, sha256: str) -> Entity:
    """The bytes of a resource's file."""
    return Entity("file", f"{resource_id}/{sha256}", sha256=sha256)


def _entities(
    dataset_id: str, change: changes.Change
) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """What the activity used and made.

    Labels stay empty: a title belongs to the phase of its time, and is looked up when read.
    """
    dataset, resource = Entity("dataset", dataset_id), Entity("resource", change.resource_id)
    if change.activity == "dataset_created":
        return (), (dataset,)
    if not change.resource_id:
        return (dataset,), ()
    made = (file_entity(change.resource_id, change.sha256),) if change.sha256 else ()
    old = (file_entity(change.resource_id, change.before),) if change.before else ()
    if change.activity == "file_converted":
        return (Entity("resource", str(change.details["source"])),), made or (resource,)
    if change.activity == "resource_created":
        return (), (resource,)
    if change.activity.startswith("file_"):
        return old, made
    return (resource, *old), ()
