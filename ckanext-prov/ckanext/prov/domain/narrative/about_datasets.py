"""Sentences about a dataset as a whole, and its versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ckanext.prov.domain.narrative.told import Told


def created(told: Told) -> str:
    return told.words.gettext("{who} created the dataset.").format(who=told.who)


def changed(told: Told) -> str:
    details, words = told.entry.details, told.words
    if details.get("first_seen"):
        return words.gettext("The record begins here; the dataset was there before.")
    if isinstance(details.get("derivation"), bool):
        return _derivation(told, declared=bool(details["derivation"]))
    fields = told.fields
    if not fields:
        return words.gettext("{who} changed the description of the dataset.").format(who=told.who)
    form = words.ngettext(
        "{who} changed {n} field of the dataset: {fields}.",
        "{who} changed {n} fields of the dataset: {fields}.",
        len(fields),
    )
    return form.format(who=told.who, n=len(fields), fields=told.listed_fields)


def _derivation(told: Told, *, declared: bool) -> str:
    words = told.words
    if told.entry.resource_id and declared:
        form = words.gettext("{who} declared that {resource} was made from {source}.")
    elif told.entry.resource_id:
        form = words.gettext("{who} took back that {resource} was made from {source}.")
    elif declared:
        form = words.gettext("{who} declared that the dataset derives from {source}.")
    else:
        form = words.gettext("{who} took back that the dataset derives from {source}.")
    resource = told.resource if told.entry.resource_id else ""
    source = told.sources or words.gettext("a source that is not public")
    return form.format(who=told.who, source=source, resource=resource)


def published(told: Told) -> str:
    return told.words.gettext("{who} published the dataset.").format(who=told.who)


def withdrawn(told: Told) -> str:
    return told.words.gettext("{who} withdrew the dataset.").format(who=told.who)


def restored(told: Told) -> str:
    return told.words.gettext("{who} restored the dataset.").format(who=told.who)


def deleted(told: Told) -> str:
    return told.words.gettext("{who} deleted the dataset.").format(who=told.who)


def version(told: Told) -> str:
    words, label = told.words, str(told.entry.details.get("label") or "")
    made = next((one.id for one in told.entry.generated if one.kind == "version"), "")
    label = label or (made.partition("/")[2] if not made.startswith("hidden:") else "")
    if not label:
        return words.gettext("{who} made a version of the dataset.").format(who=told.who)
    if told.entry.details.get("automatic"):
        form = words.gettext("The publication by {who} made version {label} of the dataset.")
    else:
        form = words.gettext("{who} made version {label} of the dataset.")
    return form.format(who=told.who, label=label)


SENTENCES: Final[Mapping[str, Callable[[Told], str]]] = MappingProxyType(
    {
        "dataset_created": created,
        "dataset_changed": changed,
        "dataset_published": published,
        "dataset_withdrawn": withdrawn,
        "dataset_restored": restored,
        "dataset_deleted": deleted,
        "version_made": version,
    }
)
"""Sentences by activity."""
