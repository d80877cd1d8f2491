"""Sentences about resources and their files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ckanext.prov.domain.narrative.told import Told


def created(told: Told) -> str:
    form = told.words.gettext("{who} added {resource}.")
    return form.format(who=told.who, resource=told.resource)


def changed(told: Told) -> str:
    words, fields = told.words, told.fields
    if not fields:
        form = words.gettext("{who} changed the description of {resource}.")
        return form.format(who=told.who, resource=told.resource)
    form = words.ngettext(
        "{who} changed {n} field of {resource}: {fields}.",
        "{who} changed {n} fields of {resource}: {fields}.",
        len(fields),
    )
    return form.format(
        who=told.who, n=len(fields), resource=told.resource, fields=told.listed_fields
    )


def deleted(told: Told) -> str:
    if told.entry.resource_id not in told.known.resources:
        return told.words.gettext("{who} removed a resource.").format(who=told.who)
    form = told.words.gettext("{who} removed {resource}.")
    return form.format(who=told.who, resource=told.resource)


def uploaded(told: Told) -> str:
    form = told.words.gettext("{who} uploaded the file of {resource}.")
    return form.format(who=told.who, resource=told.resource)


def replaced(told: Told) -> str:
    form = told.words.gettext("{who} replaced the file of {resource}.")
    return form.format(who=told.who, resource=told.resource)


def masked(told: Told) -> str:
    words, columns = told.words, told.count("columns")
    if not columns:
        form = words.gettext("{who} masked the file of {resource}.")
        return form.format(who=told.who, resource=told.resource)
    form = words.ngettext(
        "{who} masked {n} column of {resource}.", "{who} masked {n} columns of {resource}.", columns
    )
    return form.format(who=told.who, resource=told.resource, n=columns)


def converted(told: Told) -> str:
    form = told.words.gettext("{who} made {resource} from {source}.")
    source = told.sources or told.words.gettext("a file that is not public")
    return form.format(who=told.who, resource=told.resource, source=source)


def rows_written(told: Told) -> str:
    form = told.words.ngettext(
        "{who} wrote {n} row to {resource}.",
        "{who} wrote {n} rows to {resource}.",
        told.count("rows"),
    )
    return form.format(who=told.who, resource=told.resource, n=told.count("rows"))


def rows_deleted(told: Told) -> str:
    words, rows = told.words, told.count("rows")
    if told.entry.details.get("table"):
        form = words.gettext("{who} deleted the table of {resource}.")
        return form.format(who=told.who, resource=told.resource)
    form = words.ngettext(
        "{who} deleted {n} row of {resource}.", "{who} deleted {n} rows of {resource}.", rows
    )
    return form.format(who=told.who, resource=told.resource, n=rows)


SENTENCES: Final[Mapping[str, Callable[[Told], str]]] = MappingProxyType(
    {
        "resource_created": created,
        "resource_changed": changed,
        "resource_deleted": deleted,
        "file_uploaded": uploaded,
        "file_replaced": replaced,
        "file_masked": masked,
        "file_converted": converted,
        "rows_written": rows_written,
        "rows_deleted": rows_deleted,
    }
)
"""Sentences by activity."""
