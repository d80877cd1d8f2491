"""A dataset's log as a timeline: in words, by days of the site's own clock, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any, Final

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.prov import config
from ckanext.prov.domain.narrative import KINDS, Known, Sentence, tell
from ckanext.prov.domain.narrative.asked import Asked
from ckanext.prov.domain.record import Entity, Entry
from ckanext.prov.model import EntryRow

from . import field_names, reading
from .reader import Reader

PAGE: Final = 20
"""Entries on one page."""


@dataclass(frozen=True)
class Moment:
    """An entry in words. ``at`` is in the zone that the site shows times in."""

    at: datetime
    sentence: Sentence
    entry: Entry


@dataclass(frozen=True)
class Day:
    day: date
    moments: list[Moment]


@dataclass(frozen=True)
class Timeline:
    """One page of a timeline; ``count`` is of all entries that were asked for."""

    days: list[Day]
    count: int
    page: int
    pages: int


class Spoken:
    """gettext in the language of the request."""

    def __init__(self) -> None:
        self.comma = "、" if str(tk.h.lang()).startswith("zh") else ", "

    def gettext(self, message: str) -> str:
        return str(tk._(message))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(tk.ungettext(singular, plural, n))


def timeline(dataset: Mapping[str, Any], reader: Reader, asked: Asked) -> Timeline:
    """The entries of ``dataset`` (as ``package_show`` gives it to the reader) on a page."""
    dataset_id = str(dataset["id"])
    conditions = _conditions(dataset_id, asked)
    count = model.Session.execute(
        sa.select(sa.func.count()).select_from(EntryRow).where(*conditions)
    ).scalar_one()
    pages = max(1, -(-count // PAGE))
    page = min(asked.page, pages)
    query = (
        sa.select(EntryRow)
        .where(*conditions)
        .order_by(EntryRow.ended.desc(), EntryRow.number.desc())
    )
    found = list(model.Session.scalars(query.limit(PAGE).offset((page - 1) * PAGE)))
    told = reading.entries(dataset_id, found, reader)
    words, names, zone = Spoken(), known(dataset, told, reader), tk.h.get_display_timezone()
    moments = [Moment(one.ended.astimezone(zone), tell(one, words, names), one) for one in told]
    days = [Day(day, list(group)) for day, group in groupby(moments, lambda m: m.at.date())]
    return Timeline(days, count, page, pages)


def page_of(entry: EntryRow) -> int:
    """The page on which an entry stands when nothing is left out."""
    place = sa.tuple_(EntryRow.ended, EntryRow.number)
    newer = place > sa.tuple_(sa.literal(entry.ended), sa.literal(entry.number))
    query = sa.select(sa.func.count()).where(EntryRow.dataset_id == entry.dataset_id, newer)
    return int(model.Session.execute(query).scalar_one()) // PAGE + 1


def known(dataset: Mapping[str, Any], told: Sequence[Entry], reader: Reader) -> Known:
    """Names of all that ``told`` names, as far as ``reader`` may know them."""
    related = reader.datasets(_datasets(told) - {dataset["id"]})
    own = {one["id"]: one.get("name") or "" for one in dataset.get("resources") or ()}
    resources = {one.id: one.name or "" for package in related for one in package.resources}
    return Known(
        str(dataset["id"]),
        datasets={package.id: package.title or package.name for package in related},
        resources=resources | own,
        organizations=_organizations(told),
        field=field_names.of(str(dataset.get("type") or "dataset")).label,
    )


def _conditions(dataset_id: str, asked: Asked) -> list[sa.ColumnElement[bool]]:
    found: list[Any] = [EntryRow.dataset_id == dataset_id]
    if asked.kind:
        found.append(EntryRow.activity.in_(KINDS[asked.kind]))  # type: ignore[index]
    if asked.file:
        found.append(EntryRow.resource_id == asked.file)
    if asked.agent:
        found.append(EntryRow.body.contains({"agents": [{"kind": asked.agent}]}))
    if asked.since:
        found.append(EntryRow.ended >= _midnight(asked.since))
    if asked.until and asked.until < date.max:
        found.append(EntryRow.ended < _midnight(asked.until + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    zone, naive = tk.h.get_display_timezone(), datetime.combine(day, time.min)
    # pytz zones, which CKAN may give, are wrong unless they are asked this way.
    localize = getattr(zone, "localize", None)
    return localize(naive) if localize else naive.replace(tzinfo=zone)


def _named(told: Iterable[Entry]) -> Iterable[Entity]:
    return (one for entry in told for one in (*entry.used, *entry.generated))


def _datasets(told: Sequence[Entry]) -> set[str]:
    """Datasets that are named, and the homes of resources that are."""
    ids = {one.id.partition("/")[0] for one in _named(told) if one.kind in ("dataset", "version")}
    resources = {one.id.partition("/")[0] for one in _named(told) if one.kind == "resource"}
    if resources:
        table: Any = model.resource_table.c
        query = sa.select(table.package_id).where(table.id.in_(sorted(resources)))
        ids |= set(model.Session.scalars(query))
    return ids


def _organizations(told: Iterable[Entry]) -> dict[str, str]:
    if config.names() == "none":
        return {}
    ids = {agent.id for entry in told for agent in entry.agents if agent.kind == "organization"}
    query = sa.select(model.Group.id, model.Group.title).where(model.Group.id.in_(sorted(ids)))
    return {row.id: row.title for row in model.Session.execute(query) if row.title}
