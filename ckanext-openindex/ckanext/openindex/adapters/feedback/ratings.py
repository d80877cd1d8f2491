"""Ratings of datasets, from 1 to 5."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model
from ckanext.openindex.model import RatingRow
from sqlalchemy.dialects.postgresql import insert


@dataclass(frozen=True, slots=True)
class Rated:
    """How many ``ratings`` a dataset has, their ``mean``, and the reader's ``own``."""

    ratings: int
    mean: float | None
    own: int | None


def of(dataset_id: str, user_id: str = "") -> Rated:
    """The ratings of a dataset by people whose account is active; one query."""
    row, user = RatingRow, model.User
    own = sa.func.max(row.value).filter(row.user_id == user_id)
    query = (
        sa.select(sa.func.count(), sa.func.avg(row.value), own)
        .join(user, user.id == row.user_id)
        .where(row.dataset_id == dataset_id, user.state == "active")
    )
    count, mean, mine = model.Session.execute(query).one()
    return Rated(count, None if mean is None else round(float(mean), 2), mine)


def rate(dataset_id: str, user_id: str, value: int) -> None:
    """Keep a rating in the place of the person's former one; commits nothing."""
    said = insert(RatingRow).values(dataset_id=dataset_id, user_id=user_id, value=value)
    said = said.on_conflict_do_update(
        index_elements=("dataset_id", "user_id"),
        set_={"value": value, "changed": sa.func.now()},
    )
    model.Session.execute(said)
