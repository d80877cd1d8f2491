"""Sentences about where a dataset came from, and how it was checked and passed upward."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ckanext.prov.domain.narrative.told import Told


def harvested(told: Told) -> str:
    words, action = told.words, told.action()
    form = {
        "create": words.gettext("{who} collected the dataset from its source for the first time."),
        "update": words.gettext("{who} collected the dataset from its source again."),
        "restore": words.gettext("{who} restored the dataset: it is back at its source."),
        "withdraw": words.gettext("{who} withdrew the dataset: it is gone at its source."),
    }.get(action) or words.gettext("{who} collected the dataset from its source.")
    return form.format(who=told.who)


def imported(told: Told) -> str:
    form = told.words.gettext("{who} entered the dataset from a workbook.")
    return form.format(who=told.who)


def received(told: Told) -> str:
    words = told.words
    if told.action() == "withdraw":
        form = words.gettext("{who} withdrew the dataset, as the platform that sent it asked.")
    else:
        form = words.gettext("{who} received the dataset from another platform.")
    return form.format(who=told.who)


def checked(told: Told) -> str:
    words, details = told.words, told.entry.details
    if isinstance(details.get("accepted"), bool):
        accepted = words.gettext("{who} checked the dataset and accepted it.")
        returned = words.gettext("{who} checked the dataset and sent it back.")
        return (accepted if details["accepted"] else returned).format(who=told.who)
    if "errors" not in details:
        return words.gettext("{who} checked the dataset.").format(who=told.who)
    errors = told.count("errors")
    if not errors:
        return words.gettext("{who} checked the dataset and found no fault.").format(who=told.who)
    form = words.ngettext(
        "{who} checked the dataset and found {n} fault.",
        "{who} checked the dataset and found {n} faults.",
        errors,
    )
    return form.format(who=told.who, n=errors)


def compiled(told: Told) -> str:
    form = told.words.gettext("{who} submitted the dataset to the catalogue above.")
    return form.format(who=told.who)


def merged(told: Told) -> str:
    sources = told.sources
    if sources:
        form = told.words.gettext("{who} merged {source} into the dataset.")
        return form.format(who=told.who, source=sources)
    form = told.words.gettext("{who} took the dataset into the catalogue above.")
    return form.format(who=told.who)


SENTENCES: Final[Mapping[str, Callable[[Told], str]]] = MappingProxyType(
    {
        "harvested": harvested,
        "imported": imported,
        "received": received,
        "checked": checked,
        "compiled": compiled,
        "merged": merged,
    }
)
"""Sentences by activity."""
