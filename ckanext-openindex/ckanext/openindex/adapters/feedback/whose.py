"""Who reads, and which datasets that person may change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Final

import sqlalchemy as sa
from ckan import model

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reader:
    """``departments``: ids of those whose datasets the person may change; None for all."""

    id: str
    departments: Collection[str] | None = ()


def changed_by(reader: Reader, column: Any) -> sa.ColumnElement[bool]:
    """Whether the dataset that ``column`` names is one that the reader may change."""
    if reader.departments is None:
        return sa.true()
    package = model.Package
    return column.in_(sa.select(package.id).where(package.owner_org.in_(reader.departments)))


def lately(row: Any, user_id: str) -> int:
    """How many rows of a table, which has ``user_id`` and ``created``, a person made in a day."""
    since = datetime.now(timezone.utc) - DAY
    query = sa.select(sa.func.count()).where(row.user_id == user_id, row.created > since)
    return int(model.Session.scalar(query) or 0)
