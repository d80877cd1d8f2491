"""Gathers what is known of datasets, and computes those that are marked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Final

import sqlalchemy as sa
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.model import InputRow, MarkRow
from sqlalchemy.dialects.postgresql import ARRAY

from . import clock, inputs, locks, measuring, methodologies, rating, reading, rolling, searching
from .whole import LOCK, Told, silent

BATCH: Final = 200
"""Datasets that are computed in one transaction: so long waits who computes everything."""


@dataclass(frozen=True, slots=True)
class Done:
    """How many datasets were looked at, and how many have another score than before."""

    looked_at: int
    changed: int


def marked() -> Done:
    """Compute marked datasets and all figures above them, until nothing is marked.

    Another process that does the same meanwhile finds nothing left to do.
    """
    looked_at, changed = 0, set[str]()
    while True:
        asked, found = marked_once()
        if not asked:
            return Done(looked_at, len(changed))
        searching.reindex(found)
        looked_at += len(asked)
        changed |= found


def marked_once() -> tuple[set[str], set[str]]:
    """Compute a batch of marked datasets, and commit; the ids of all and of those whose score
    changed."""
    with locks.alone(LOCK):
        asked, found = _batch()
        model.Session.commit()
    return asked, found


def datasets(asked: Collection[str], now: datetime) -> set[str]:
    """Gather and rate datasets anew; commits nothing. Returns ids of those whose score changed."""
    held = inputs.keep(measuring.facts(asked, now), asked, now)
    at = clock.end_of(now.astimezone(config.timezone()).date())
    changed = set[str]()
    for number, one in enumerate(methodologies.register()):
        rated = [rating.rate(held[key], one, at, now) for key in sorted(held)]
        found = rolling.replace(one, asked, rated, now)
        changed = found if number == 0 else changed
    return changed


def gather(told: Told = silent) -> int:
    """Look at all datasets and store what is new of them; how many are public."""
    package = model.Package
    active = sa.select(sa.func.count()).where(package.state == "active")
    total, done, public = int(model.Session.scalar(active) or 0), 0, 0
    with locks.alone(LOCK):
        now = datetime.now(timezone.utc)
        marks = list(model.Session.scalars(sa.select(MarkRow.id)))
        _settle_gone(now)
        for batch in reading.ids():
            public += len(inputs.keep(measuring.facts(batch, now), batch, now))
            model.Session.commit()
            model.Session.expunge_all()
            done += len(batch)
            told(done, total)
        _unmark(marks)
        model.Session.commit()
    return public


def _batch() -> tuple[set[str], set[str]]:
    """Compute some marked datasets; their ids, and those of them whose score changed."""
    row = MarkRow
    query = sa.select(row.id, row.dataset_id).order_by(row.id).limit(BATCH)
    marks = model.Session.execute(query).all()
    asked = {one.dataset_id for one in marks}
    if not asked:
        return set(), set()
    found = datasets(asked, datetime.now(timezone.utc))
    _unmark([one.id for one in marks])
    return asked, found


def _unmark(marks: list[int]) -> None:
    """Take away marks that were read, and no others: one that was set meanwhile stands for a
    change that was not yet seen."""
    row = MarkRow
    given = sa.cast(marks, ARRAY(sa.BigInteger))
    model.Session.execute(sa.delete(row).where(row.id == sa.any_(given)))


def _settle_gone(now: datetime) -> None:
    """Store that datasets are gone which left the database while nobody looked."""
    row, package = InputRow, model.Package
    there = sa.select(package.id).where(package.id == row.dataset_id, package.state == "active")
    query = sa.select(row.dataset_id).where(
        row.part == inputs.FACTS, row.until.is_(None), row.body.is_not(None), ~there.exists()
    )
    inputs.keep({}, list(model.Session.scalars(query)), now)
    model.Session.commit()
