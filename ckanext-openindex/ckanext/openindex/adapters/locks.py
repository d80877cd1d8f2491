"""One computation at a time: a lock that dies with its holder.

It is a PostgreSQL advisory lock in a transaction of a connection of its own, so the holder may
commit what it likes meanwhile, and when it is killed the server gives the lock back at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from ckan import model


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Wait until no other process does ``name``, on any host."""
    with model.meta.engine.connect() as connection, connection.begin():
        key = sa.func.hashtextextended(f"openindex:{name}", 0)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
        yield


@contextmanager
def tried(names: Iterable[str]) -> Iterator[set[str]]:
    """Those of ``names`` that are ours alone until the block ends; taken ones are not waited for.

    One transaction holds them all, so that many names take one connection.
    """
    with model.meta.engine.connect() as connection, connection.begin():

        def free(name: str) -> bool:
            key = sa.func.hashtextextended(f"openindex:{name}", 0)
            return bool(connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(key))))

        yield {name for name in names if free(name)}
