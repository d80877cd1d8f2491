"""The DataStore's own table of a protected resource, which follows its clear one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import psycopg2
from ckan.types import Context
from ckanext.datastore.backend import DatastoreBackend, postgres
from ckanext.masking.domain.reading.levels import ColumnLevels
from psycopg2.sql import SQL, Identifier

from . import clear_table, refusing

TOUCHED: Final = SQL("h.xmin::text::bigint = txid_current() % 4294967296")
"""Rows that this transaction has written: xmin is its number, modulo 2**32."""
ALL: Final = SQL("true")


def shape(connection: Any, resource_id: str) -> tuple[dict[str, str], list[str]]:
    """The fields of the public table, types by name, and its unique key."""
    found = postgres._get_fields(connection, resource_id)
    fields = {str(field["id"]): str(field["type"]) for field in found}
    typed = {
        name: f"{kind[1:]}[]" if kind.startswith("_") else kind for name, kind in fields.items()
    }
    asked = {"resource_id": resource_id}
    return typed, list(postgres._get_unique_key(Context(connection=connection), asked))


def follow(
    connection: Any, name: str, resource_id: str, columns: Sequence[ColumnLevels], which: SQL
) -> int:
    """Have the public table hold the rows of the clear one as everybody sees them; their number.

    The rows ``which`` are written anew, and rows that are gone go. Raises ValidationError when
    they do not fit, as when two masked keys are equal.
    """
    masked = {column.name: clear_table.level_name(column, 0) for column in columns}
    fields, _ = shape(connection, resource_id)
    names = ["_id", *fields]
    parts = {
        "public": Identifier("public", resource_id),
        "clear": clear_table.table(name),
        "which": which,
        "into": clear_table.listed(names),
        "out": clear_table.listed([masked.get(one, one) for one in names], "h"),
    }
    try:
        for field, kind in fields.items():
            if field in masked and kind != "text":
                sql = "ALTER TABLE {public} ALTER COLUMN {field} TYPE text"
                clear_table.run(connection, sql, field=Identifier(field), public=parts["public"])
        for statement in _FOLLOW:
            clear_table.run(connection, statement, **parts)
    except psycopg2.Error as error:
        raise refusing.unfit(error) from None
    continue_ids(connection, Identifier("public", resource_id))
    return int(clear_table.run(connection, "SELECT count(*) FROM {clear}", **parts)[0][0])


_FOLLOW: Final = (
    "DELETE FROM {public} p USING {clear} h WHERE p._id = h._id AND {which}",
    "DELETE FROM {public} p WHERE NOT EXISTS (SELECT FROM {clear} h WHERE h._id = p._id)",
    "INSERT INTO {public} ({into}) SELECT {out} FROM {clear} h"
    " WHERE NOT EXISTS (SELECT FROM {public} p WHERE p._id = h._id) ORDER BY h._id",
)


def continue_ids(connection: Any, table: Identifier) -> None:
    """Have the next ``_id`` of a table be one more than its largest."""
    clear_table.run(
        connection,
        "SELECT setval(pg_get_serial_sequence(%s, '_id'), coalesce(max(_id), 0) + 1, false)"
        " FROM {table}",
        table.as_string(connection.connection.cursor()),
        table=table,
    )


def recount(resource_id: str) -> None:
    """Have the DataStore count the rows of a table anew when it is next asked."""
    DatastoreBackend.get_active_backend().clear_table_stats(resource_id)
