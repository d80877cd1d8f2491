"""Tags of datasets written in bulk: read once, made once, whoever else makes them too.

CKAN asks for each tag of each dataset, and its table does not keep two processes from making the
same free tag twice (the unique key has a null in it). Here new tags are made under a lock, in a
transaction of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid


@dataclass
class Tags:
    """The free tags a batch uses; holding them keeps them in the session."""

    _known: dict[str, model.Tag] = field(default_factory=dict)

    def identify(self, tags: Iterable[dict[str, Any]]) -> None:
        """Give each tag dict the id of its tag, so that CKAN need not look for it."""
        free = [tag for tag in tags if tag.get("name") and not tag.get("vocabulary_id")]
        missing = {tag["name"] for tag in free} - set(self._known)
        if missing:
            self._read(missing)
        if missing - set(self._known):
            _make(missing - set(self._known))
            self._read(missing)
        for tag in free:
            tag["id"] = self._known[tag["name"]].id

    def prepare(self, names: Iterable[str]) -> None:
        """Read at once the tags that many datasets are about to bear."""
        if missing := set(names) - set(self._known):
            self._read(missing)

    def _read(self, names: set[str]) -> None:
        query = sa.select(model.Tag).where(
            model.Tag.name.in_(names), model.Tag.vocabulary_id.is_(None)
        )
        self._known.update((tag.name, tag) for tag in model.Session.scalars(query))


def _make(names: set[str]) -> None:
    table = model.Tag.__table__
    with model.meta.engine.begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_KEY)))
        free = sa.select(table.c.name).where(
            table.c.name.in_(names), table.c.vocabulary_id.is_(None)
        )
        there = set(connection.scalars(free))
        rows = [{"id": make_uuid(), "name": name} for name in sorted(names - there)]
        if rows:
            connection.execute(sa.insert(table), rows)


_KEY = sa.func.hashtextextended("govopen:tags", 0)
