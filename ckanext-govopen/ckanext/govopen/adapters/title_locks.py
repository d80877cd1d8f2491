"""Keeps two writers from giving one department the same title at the same instant.

Each looks whether a title is free before it writes, and would not see what the other has not
committed. So whoever is about to bear a title holds it: the next waits for the end of the first's
transaction, and then finds the title taken.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from ckan import model


def hold(titles: Iterable[tuple[str, str]]) -> None:
    """Hold pairs of department id and title until the session's transaction ends.

    Locks are taken in one order, so that two batches wait for each other in one direction only.
    """
    names = sorted({f"govopen:title:{owner_org}:{title}" for owner_org, title in titles})
    if not names:
        return
    name = sa.func.unnest(sa.bindparam("names", names, sa.ARRAY(sa.Text))).column_valued("name")
    key = sa.func.hashtextextended(name, 0).label("key")
    keys = sa.select(key).distinct().order_by(key).offset(0).subquery()
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(keys.c.key)))
