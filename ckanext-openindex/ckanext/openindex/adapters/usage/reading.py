"""Reads counts: for the index, for pages and for datasets as they are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any, Final

import sqlalchemy as sa
from cachetools import TTLCache
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.adapters.feedback import counting as feedback
from ckanext.openindex.domain.facts import WINDOWS, Usage, Window
from ckanext.openindex.model import UsageRow

RECENT = 14
"""Days that "recent" means, as in CKAN's core tracking."""
FIELD = {"view": "views", "download": "downloads", "call": "api_calls"}

_COUNTS = sa.text(
    """
    SELECT dataset_id, resource_id, kind, n FROM openindex_usage_total
    WHERE dataset_id = ANY(:ids)
    UNION ALL
    SELECT dataset_id, resource_id, 'recent', sum(n) FROM openindex_usage
    WHERE dataset_id = ANY(:ids) AND day > :after AND kind = 'view'
    GROUP BY dataset_id, resource_id
    """
)
"""Written out, because making it anew takes as long as the database does to answer it."""

Counts = dict[str, int]
LATELY: Final = 30
"""Seconds for which a process shows counts that it has read."""
_LATELY: Final[TTLCache[str, dict[str, Counts]]] = TTLCache(maxsize=4096, ttl=LATELY)
_LOCK: Final = Lock()
_SILENCE = feedback.Voices()
_NONE: Counts = dict.fromkeys((*FIELD.values(), "recent"), 0)
_ahead: ContextVar[dict[str, dict[str, Counts]] | None] = ContextVar("_ahead", default=None)


def of(dataset_ids: Collection[str], as_of: datetime) -> dict[str, Usage]:
    """The use of each of ``dataset_ids`` in the whole days before the day of ``as_of``.

    A window of n days is the n days that end with the day before: a day that is not over would
    give another figure each hour. Datasets that nobody used are there with zeros. When nothing was
    counted before that day only those are there that were rated.
    """
    today = as_of.astimezone(config.timezone()).date()
    since, voices = first_day(), feedback.of(dataset_ids, today)
    if since is None or since >= today:
        return {
            one: Usage((), said.ratings, said.mean) for one, said in voices.items() if said.ratings
        }
    began = datetime.combine(since, datetime.min.time(), config.timezone())
    sums, found = _windows(dataset_ids, today), dict[str, Usage]()
    for one in dataset_ids:
        said = voices.get(one, _SILENCE)
        windows = tuple(_window(sums, one, days, said.windows[days]) for days in WINDOWS)
        found[one] = Usage(windows, said.ratings, said.mean, began)
    return found


def _window(
    sums: Mapping[tuple[str, str, int], int], dataset_id: str, days: int, said: Mapping[str, int]
) -> Window:
    used = {word: sums.get((dataset_id, kind, days), 0) for kind, word in FIELD.items()}
    return Window(days, **used, **said)


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
    last 14 days. One query, for what this process has not read lately: counts are written every
    five minutes, so that a page need not ask for them each time.
    """
    wanted = set(dataset_ids)
    with _LOCK:
        found = {one: known for one in wanted if (known := _LATELY.get(one)) is not None}
    missing = wanted - found.keys()
    if missing:
        new = fresh(missing)
        with _LOCK:
            _LATELY.update(new)
        found |= new
    return found


def look_ahead(dataset_ids: Collection[str]) -> None:
    """Read the uses of datasets that are about to be indexed, in one query."""
    _ahead.set(fresh(dataset_ids))


def for_index(dataset_id: str) -> dict[str, Counts]:
    """Uses of a dataset that is being indexed, as ``fresh`` gives them."""
    known = _ahead.get() or {}
    return known.pop(dataset_id) if dataset_id in known else fresh([dataset_id])[dataset_id]


def forget() -> None:
    """Read all counts anew from now on."""
    with _LOCK:
        _LATELY.clear()


def fresh(dataset_ids: Iterable[str]) -> dict[str, dict[str, Counts]]:
    """As ``counts``, from the database."""
    ids = sorted(set(dataset_ids))
    after = config.today() - timedelta(days=RECENT)
    found: dict[str, dict[str, Counts]] = {one: {"": dict(_NONE)} for one in ids}
    for dataset, resource, kind, n in model.Session.execute(_COUNTS, {"ids": ids, "after": after}):
        for place in {"", resource}:
            sums = found[dataset].setdefault(place, dict(_NONE))
            sums[FIELD.get(kind, kind)] += int(n)
    return found


def summary(found: Mapping[str, Counts], resource_id: str = "") -> dict[str, Any]:
    """Counts as ``tracking_summary``, which core tracking's templates and clients know."""
    sums = found.get(resource_id, _NONE)
    return {"total": sums["views"], **sums}
