"""From an entry to its sentence: the registry of sentences, and the small print below each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from ckanext.prov.domain.narrative import about_datasets, about_files, about_sources
from ckanext.prov.domain.narrative.told import Told
from ckanext.prov.domain.narrative.words import Known, Words
from ckanext.prov.domain.record import Entry

Kind = Literal["dataset", "file", "version", "source", "review"]

_SENTENCES: Final[Mapping[str, Callable[[Told], str]]] = MappingProxyType(
    {
        **about_datasets.SENTENCES,
        **about_files.SENTENCES,
        **about_sources.SENTENCES,
    }
)

KINDS: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        "dataset": (
            "dataset_created", "dataset_changed", "dataset_published", "dataset_withdrawn",
            "dataset_restored", "dataset_deleted",
        ),
        "file": (
            "resource_created", "resource_changed", "resource_deleted", "file_uploaded",
            "file_replaced", "file_masked", "file_converted", "rows_written", "rows_deleted",
        ),
        "version": ("version_made",),
        "source": ("harvested", "imported", "received"),
        "review": ("checked", "compiled", "merged"),
    }
)  # fmt: skip
"""Activities in the groups that readers filter by; each is in one."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One entry in words. ``notes`` are what else is known of it, shown smaller."""

    text: str
    kind: Kind
    notes: tuple[str, ...] = ()


def kinds_of(activity: str) -> Kind:
    """The group an activity is in."""
    return next(kind for kind, names in KINDS.items() if activity in names)


def tell(entry: Entry, words: Words, known: Known) -> Sentence:
    """The sentence for ``entry``, which is disclosed to the reader already."""
    told = Told(entry, words, known)
    text = _SENTENCES[entry.activity](told)
    return Sentence(text, kinds_of(entry.activity), tuple(_notes(told)))


def _notes(told: Told) -> list[str]:
    entry, words = told.entry, told.words
    notes: list[str] = []
    if entry.details.get("file") == "missing":
        notes.append(words.gettext("The file could not be read, so its checksum is unknown."))
    values = told.count("counts")
    if values and entry.activity == "file_masked":
        form = words.ngettext("{n} value was masked.", "{n} values were masked.", values)
        notes.append(form.format(n=values))
    program = next((one for one in entry.agents if one.kind == "software"), None)
    if program is not None and (program.name or program.id):
        name = program.name or program.id
        notes.append(words.gettext("Program: {name}").format(name=name))
    checksum = next((one.sha256 for one in entry.generated if one.sha256), "")
    if checksum:
        notes.append(words.gettext("SHA-256 of the file: {sum}").format(sum=checksum))
    return notes
