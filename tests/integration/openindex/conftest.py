"""What the integration tests of the index share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model


@pytest.fixture
def sql_statements() -> Callable[[], AbstractContextManager[list[str]]]:
    """The SQL statements sent to the database meanwhile."""

    @contextmanager
    def listening() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(*args: Any) -> None:
            sent.append(args[2])

        engine = model.meta.engine
        sa.event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            sa.event.remove(engine, "before_cursor_execute", note)

    return listening


@pytest.fixture
def empty_index() -> None:
    """Nothing computed and nothing to compute; what other tests made is gone from the catalogue."""
    model.Session.rollback()
    gone = sa.update(model.Package).values(state="deleted")
    model.Session.execute(gone)
    for table in reversed(model.meta.metadata.sorted_tables):
        if table.name.startswith("openindex_"):
            model.Session.execute(table.delete())
    model.Session.commit()
