"""Counts a table of the DataStore: its rows by SQL, the rest over its first rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckanext.openindex.domain.facts import Inspection
from ckanext.openindex.domain.inspection.base import Limits, Row, Table, text
from ckanext.openindex.domain.inspection.declared import Declared, Kind
from ckanext.openindex.domain.inspection.examining import tallied

SECONDS = 60
AT_ONCE = 1000
KINDS: dict[str, Kind] = {
    "numeric": "number",
    "float4": "number",
    "float8": "number",
    "int2": "integer",
    "int4": "integer",
    "int8": "integer",
    "bool": "boolean",
    "date": "date",
    "timestamp": "datetime",
}


def fields(resource_id: str) -> list[dict[str, Any]]:
    """The fields of a table with what its data dictionary says; empty without a table."""
    from ckanext.datastore.backend import DatastoreBackend

    backend = DatastoreBackend.get_active_backend()
    if not backend.resource_exists(resource_id):
        return []
    found = backend.resource_fields(resource_id, include_meta=False)["fields"]
    return [one for one in found if one["id"] != "_id"]


def declared(resource_id: str) -> list[Declared]:
    """What the data dictionary declares of the columns."""
    said = []
    for one in fields(resource_id):
        override = str((one.get("info") or {}).get("type_override") or "")
        said.append(Declared(one["id"], KINDS.get(override or str(one.get("type")), "text")))
    return said


def count(resource_id: str, checked: datetime, limits: Limits) -> tuple[Inspection, dict[str, Any]]:
    """What is in the table. ``rows`` are all of it, also when the rest is of the first only."""
    from ckanext.datastore.backend.postgres import get_read_engine

    names = [one["id"] for one in fields(resource_id)]
    table = sa.table(resource_id, *(sa.column(name) for name in names))
    columns = {one.name: one for one in declared(resource_id)}
    found = Inspection(checked, format="datastore")
    with get_read_engine().connect() as connection, connection.begin():
        connection.execute(sa.text(f"SET LOCAL statement_timeout = '{SECONDS}s'"))
        rows = int(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)
        size = sa.func.pg_table_size(sa.func.quote_ident(resource_id))
        stored = int(connection.scalar(sa.select(size)) or 0)
        said = connection.execution_options(yield_per=AT_ONCE).execute(
            sa.select(*table.c).limit(limits.rows + 1)
        )
        found, evidence = tallied(found, Table(names, _texts(said), ""), columns, limits)
    return replace(found, rows=rows, bytes=stored), evidence


def _texts(rows: Any) -> Iterator[Row | None]:
    for row in rows:
        yield [text(cell) for cell in row]
