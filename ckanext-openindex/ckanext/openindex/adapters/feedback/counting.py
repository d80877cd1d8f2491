"""What readers said of datasets, as the index takes it in: by windows of whole days.

One person is one voice: who rates again changes the rating, and many requests of one person for one
dataset in a window are one. Apps count once an editor of the dataset approved them. People whose
account was deleted have no voice any more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.domain.facts import WINDOWS
from ckanext.openindex.model import AppRow, AppUseRow, RatingRow, RequestRow


@dataclass(slots=True)
class Voices:
    """``windows``: by length in days, how many ``ratings``, ``requests`` and ``apps`` came in it.

    ``ratings`` are of all time, ``mean`` theirs, from 1 to 5; None without any.
    """

    windows: dict[int, dict[str, int]] = field(
        default_factory=lambda: {days: {} for days in WINDOWS}
    )
    ratings: int = 0
    mean: float | None = None


def of(dataset_ids: Collection[str], today: date) -> dict[str, Voices]:
    """The voices on datasets before ``today`` by id; only of those that have some."""
    found: dict[str, Voices] = {}
    end = _begin(today)
    row = RatingRow
    mean = sa.func.avg(row.value), sa.func.count()
    for one, average, count, *sums in _asked(row, row.since, sa.func.count(), ids=dataset_ids,
                                             today=today, also=mean):  # fmt: skip
        voices = found.setdefault(one, Voices())
        voices.ratings, voices.mean = int(count), round(float(average), 6)
        _fill(voices, "ratings", sums)
    row = RequestRow
    people = sa.func.count(row.user_id.distinct())
    for one, *sums in _asked(row, row.created, people, ids=dataset_ids, today=today):
        _fill(found.setdefault(one, Voices()), "requests", sums)
    use = AppUseRow
    apps = (
        sa.select(use.dataset_id, *_windows(use.decided, sa.func.count(), today))
        .join(AppRow, AppRow.id == use.app_id)
        .join(model.User, model.User.id == AppRow.user_id)
        .where(
            use.dataset_id.in_(dataset_ids),
            use.approved.is_(True),
            use.decided < end,
            model.User.state == "active",
        )
        .group_by(use.dataset_id)
    )
    for one, *sums in model.Session.execute(apps):
        _fill(found.setdefault(one, Voices()), "apps", sums)
    return found


def _asked(
    row: Any, moment: Any, what: Any, *, ids: Collection[str], today: date, also: Any = ()
) -> Any:
    query = (
        sa.select(row.dataset_id, *also, *_windows(moment, what, today))
        .join(model.User, model.User.id == row.user_id)
        .where(row.dataset_id.in_(ids), moment < _begin(today), model.User.state == "active")
        .group_by(row.dataset_id)
    )
    return model.Session.execute(query)


def _windows(moment: Any, what: Any, today: date) -> list[Any]:
    return [what.filter(moment >= _begin(today - timedelta(days=days))) for days in WINDOWS]


def _fill(voices: Voices, word: str, sums: Any) -> None:
    for days, n in zip(WINDOWS, sums, strict=True):
        voices.windows[days][word] = int(n or 0)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), config.timezone())
