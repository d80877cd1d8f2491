"""Reads counts: for the index, for pages and for datasets as they are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.domain.facts import WINDOWS, Usage, Window
from ckanext.openindex.model import UsageRow, UsageTotalRow
from flask import g, has_request_context

RECENT = 14
"""Days that "recent" means, as in CKAN's core tracking."""
FIELD = {"view": "views", "download": "downloads", "call": "api_calls"}

Counts = dict[str, int]
_NONE: Counts = dict.fromkeys((*FIELD.values(), "recent"), 0)


def of(dataset_ids: Collection[str], as_of: datetime) -> dict[str, Usage]:
    """The use of each of ``dataset_ids`` in the whole days before the day of ``as_of``.

    A window of n days is the n days that end with the day before: a day that is not over would
    give another figure each hour. Datasets that nobody used are there with zeros; requests, apps
    and ratings are not known here. Empty when nothing was counted before that day.
    """
    today = as_of.astimezone(config.timezone()).date()
    since = first_day()
    if since is None or since >= today:
        return {}
    began = datetime.combine(since, datetime.min.time(), config.timezone())
    sums = _windows(dataset_ids, today)
    return {
        one: Usage(tuple(_window(sums, one, days) for days in WINDOWS), since=began)
        for one in dataset_ids
    }


def _window(sums: Mapping[tuple[str, str, int], int], dataset_id: str, days: int) -> Window:
    return Window(
        days, **{word: sums.get((dataset_id, kind, days), 0) for kind, word in FIELD.items()}
    )


def _windows(ids: Collection[str], today: date) -> dict[tuple[str, str, int], int]:
    """Uses by dataset, kind and length of the window in days."""
    row = UsageRow
    sums = [sa.func.sum(row.n).filter(row.day >= today - timedelta(days=days)) for days in WINDOWS]
    query = (
        sa.select(row.dataset_id, row.kind, *sums)
        .where(
            row.dataset_id.in_(ids),
            row.day >= today - timedelta(days=max(WINDOWS)),
            row.day < today,
        )
        .group_by(row.dataset_id, row.kind)
    )
    return {
        (dataset, kind, days): int(n or 0)
        for dataset, kind, *found in model.Session.execute(query)
        for days, n in zip(WINDOWS, found, strict=True)
    }


def first_day() -> date | None:
    """The day on which counting began."""
    return model.Session.scalar(sa.select(sa.func.min(UsageRow.day)))


def counts(dataset_ids: Iterable[str]) -> dict[str, dict[str, Counts]]:
    """Uses by dataset id, then by resource id; "" is of the dataset with all its resources.

    Each has ``views``, ``downloads``, ``api_calls`` of all days and ``recent``, the views of the
    last 14 days. One query, for what this request has not asked yet.
    """
    known: dict[str, dict[str, Counts]] = {}
    if has_request_context():
        known = g.setdefault("openindex_counts", {})
    missing = sorted(set(dataset_ids) - set(known))
    if missing:
        known.update(_asked(missing))
    return known


def _asked(ids: list[str]) -> dict[str, dict[str, Counts]]:
    total, row = UsageTotalRow, UsageRow
    after = config.today() - timedelta(days=RECENT)
    ever = sa.select(total.dataset_id, total.resource_id, total.kind, total.n).where(
        total.dataset_id.in_(ids)
    )
    recent = (
        sa.select(row.dataset_id, row.resource_id, sa.literal("recent"), sa.func.sum(row.n))
        .where(row.dataset_id.in_(ids), row.day > after, row.kind == "view")
        .group_by(row.dataset_id, row.resource_id)
    )
    found: dict[str, dict[str, Counts]] = {one: {"": dict(_NONE)} for one in ids}
    for dataset, resource, kind, n in model.Session.execute(ever.union_all(recent)):
        for place in {"", resource}:
            sums = found[dataset].setdefault(place, dict(_NONE))
            sums[FIELD.get(kind, kind)] += int(n)
    return found


def summary(found: Mapping[str, Counts], resource_id: str = "") -> dict[str, Any]:
    """Counts as ``tracking_summary``, which core tracking's templates and clients know."""
    sums = found.get(resource_id, _NONE)
    return {"total": sums["views"], **sums}
