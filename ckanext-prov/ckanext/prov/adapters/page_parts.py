"""What the page of a dataset's provenance shows, gathered for one reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.prov import config
from ckanext.prov.domain.describing import COMMENT
from ckanext.prov.domain.forms import FORMS
from ckanext.prov.domain.model import Document, Node, Text
from ckanext.prov.domain.narrative.who import subject
from ckanext.prov.domain.record import Entry
from ckanext.prov.domain.terms import FOAF, LABEL, SKOS, TITLE, Iri
from ckanext.prov.model import EntryRow, VersionRow

from . import reading, timeline
from .reader import Reader

ORDER = ("ttl", "jsonld", "rdf", "nt", "json", "provn")
"""Forms as the page lists them."""
CALLED = (LABEL, SKOS("prefLabel"), TITLE, FOAF("name"))
"""Predicates that say what a thing is called."""


@dataclass(frozen=True)
class Statement:
    """A form of the statement, and where it is downloaded."""

    name: str
    media_type: str
    url: str
    extension: str


@dataclass(frozen=True)
class VersionLine:
    """A version in the list; ``who`` made it, empty where the log does not say."""

    label: str
    note: str
    made: datetime
    automatic: bool
    who: str


@dataclass(frozen=True)
class Naming:
    """A thing as a page names it: in words, what sort of thing, and by its IRI."""

    label: str
    kind: str
    iri: str


@dataclass(frozen=True)
class Summary:
    """Figures at the head of the page."""

    entries: int
    first: datetime | None
    last: datetime | None


def statements(dataset: Mapping[str, Any], resource_id: str = "") -> list[Statement]:
    """The six forms of what a page says; addresses without a language, the statement has both."""
    endpoint = "resource_as" if resource_id else "dataset_as"
    more = {"resource_id": resource_id} if resource_id else {}
    return [
        Statement(
            FORMS[extension].name,
            FORMS[extension].media_type,
            tk.h.url_for(
                f"prov_provenance.{endpoint}",
                id=dataset["name"], extension=extension, locale="default", **more,
            ),
            extension,
        )
        for extension in ORDER
    ]  # fmt: skip


def version_lines(dataset: Mapping[str, Any], reader: Reader) -> list[VersionLine]:
    """Versions that show to the reader, the newest first."""
    rows = list(reversed(reading.versions(str(dataset["id"]), reader)))
    told = _makers(dataset, rows, reader)
    zone = tk.h.get_display_timezone()
    return [
        VersionLine(
            row.label, row.note, row.made.astimezone(zone), row.automatic, told.get(row.label, "")
        )
        for row in rows
    ]


def summary(dataset_id: str) -> Summary:
    """How much the log of a dataset tells, and of which time."""
    query = sa.select(
        sa.func.count(), sa.func.min(EntryRow.ended), sa.func.max(EntryRow.ended)
    ).where(EntryRow.dataset_id == dataset_id)
    count, first, last = model.Session.execute(query).one()
    zone = tk.h.get_display_timezone()
    return Summary(count, first and first.astimezone(zone), last and last.astimezone(zone))


def thing(document: Document) -> Naming:
    """What a thing is called on a page, in the language of the request, and what it is."""
    node = document.nodes[document.subject]
    kinds = {"agent": tk._("Somebody who acted"), "activity": tk._("A step that was recorded")}
    kind = kinds.get(next(iter(sorted(node.kinds)), ""), tk._("Something that records name"))
    return Naming(_said(node, *CALLED) or str(node.iri), kind, str(node.iri))


def words(document: Document) -> list[Naming]:
    """The words below the address of a vocabulary, with what each of them says."""
    below = f"{document.subject}#"
    return [
        Naming(_said(node, LABEL), _said(node, COMMENT), str(iri))
        for iri, node in document.nodes.items()
        if iri.startswith(below) and any(node.values(COMMENT))
    ]


def _said(node: Node, *predicates: Iri) -> str:
    """The first text under one of ``predicates``, in the language of the request if it is there."""
    said = [one for name in predicates for one in node.values(name) if isinstance(one, Text)]
    lang = str(tk.h.lang()).replace("_", "-")[:2]
    fitting = [one for one in said if one.lang.startswith(lang)] or said
    return fitting[0].value if fitting else ""


def keeps_files() -> bool:
    return config.keep_files()


def _makers(
    dataset: Mapping[str, Any], rows: Sequence[VersionRow], reader: Reader
) -> dict[str, str]:
    """Who made which version, by its label."""
    ids = [row.entry_id for row in rows if row.entry_id]
    if not ids:
        return {}
    query = sa.select(EntryRow).where(EntryRow.id.in_(ids), EntryRow.dataset_id == dataset["id"])
    told = reading.entries(str(dataset["id"]), list(model.Session.scalars(query)), reader)
    by_id: dict[str, Entry] = {entry.id: entry for entry in told}
    words, known = timeline.Spoken(), timeline.known(dataset, told, reader)
    return {
        row.label: subject(words, known, by_id[row.entry_id])
        for row in rows
        if row.entry_id in by_id
    }
