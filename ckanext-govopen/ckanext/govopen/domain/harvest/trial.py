"""Tries a profile on a source and shows, field by field, what became of each value."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from ckanext.govopen.domain.harvest.coding import Resolver
from ckanext.govopen.domain.harvest.expression import as_text
from ckanext.govopen.domain.harvest.fetching import fetch_record
from ckanext.govopen.domain.harvest.listing import list_pages
from ckanext.govopen.domain.harvest.mapping import map_record
from ckanext.govopen.domain.harvest.profile import Profile, Value
from ckanext.govopen.domain.harvest.record import Item, Record
from ckanext.govopen.domain.harvest.session import Session
from ckanext.govopen.domain.harvest.transport import SourceError
from govopen_common.problem import Problem


@dataclass(frozen=True, slots=True)
class FieldTrial:
    """One field of one record: how it is found, what the source has, what it became."""

    field: str
    expression: str
    found: str
    became: str
    note: str


@dataclass(frozen=True, slots=True)
class RecordTrial:
    """One record tried: its fields, or the failure that stopped it."""

    id: str
    fields: list[FieldTrial]
    record: Record | None
    failure: Problem | None = None


@dataclass(frozen=True, slots=True)
class ProfileTrial:
    """What a trial found: how many records the source says it has, and those tried."""

    total: int | None
    records: list[RecordTrial]
    failure: Problem | None = None


def try_profile(session: Session, resolver: Resolver, n: int = 3) -> ProfileTrial:
    """Harvest the first ``n`` records of the source without keeping anything."""
    total: int | None = None
    items: list[Item] = []
    try:
        for page in list_pages(session):
            total = page.total if page.total is not None else total
            items += islice(page.items, n - len(items))
            if len(items) >= n:
                break
    except SourceError as error:
        return ProfileTrial(total, [], error.problem("list"))
    return ProfileTrial(total, [_try_item(session, item, resolver) for item in items])


def _try_item(session: Session, item: Item, resolver: Resolver) -> RecordTrial:
    try:
        raw = fetch_record(session, item)
    except SourceError as error:
        return RecordTrial(item.id, [], None, error.problem("record"))
    seen: list[tuple[str, Any, Any]] = []
    record = map_record(
        session.profile,
        raw,
        resolver,
        url=session.url,
        options=session.options,
        now=session.now(),
        trace=lambda field, found, became: seen.append((field, found, became)),
    )
    notes: dict[str, str] = {problem.field: problem.en for problem in record.problems}
    notes.update({flag.field: flag.note for flag in record.flags})
    expressions = describe(session.profile)
    fields = [
        FieldTrial(
            name,
            expressions.get(_without_row(name), ""),
            as_text(found),
            as_text(became),
            notes.get(name, ""),
        )
        for name, found, became in seen
    ]
    return RecordTrial(item.id, fields, record)


def describe(profile: Profile) -> dict[str, str]:
    """How each field of ``profile`` is found, in the profile's own words."""
    told = {name: _told(value) for name, value in profile.fields.items()}
    for part, rows in (("elements", profile.elements), ("resources", profile.resources)):
        for entry in rows:
            told.update({f"{part}.{name}": _told(value) for name, value in entry.fields.items()})
    return told


def _told(value: Value) -> str:
    if value.first:
        return " | ".join(_told(choice) for choice in value.first)
    return value.text


def _without_row(name: str) -> str:
    return ".".join(part for part in name.split(".") if not part.isdigit())
