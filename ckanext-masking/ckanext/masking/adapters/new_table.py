"""A file's rows in the DataStore: a table made beside the old one, which takes its place at once.

Readers see all rows of the file before, or all of the new one. The rows are copied in without a
trigger and without an index, and their full text is computed in one statement; the DataStore's own
trigger is put on the table afterwards and does the same for rows that are added later.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import polars as pl
from ckan.types import Context
from ckanext.datastore.backend import DatastoreBackend, postgres
from psycopg2.sql import SQL, Identifier

from .clear_table import listed, run

TEXT: Final = 250_000
"""Characters of a row that its full text is made of: PostgreSQL refuses a tsvector of over 1 MiB
(manual, 12.11), and UTF-8 has at most four bytes for one."""

_WITH_FULL_TEXT: Final = (
    "INSERT INTO {new} ({names}, _full_text) SELECT {names},"
    " to_tsvector(left(array_to_string(ARRAY[{names}], ' '), %s)) FROM {rows}"
)


def put(
    resource_id: str,
    names: Sequence[str],
    parts: Iterable[pl.DataFrame],
    tell: Callable[[str, int], None],
) -> None:
    """Have the DataStore's table of a resource hold the rows ``parts``, as texts under ``names``.

    Aliases of a table that was there lead to the new one, and its data dictionary goes on for
    columns of the same name. Killed at any point, or failing, it leaves the old table as it was.
    """
    engine = postgres.get_write_engine()
    postgres._cache_types(engine)
    new = _name(resource_id)
    fields = [{"id": name, "type": "text"} for name in names]
    with engine.begin() as connection:
        context = Context(connection=connection)
        asked = {"resource_id": new, "fields": fields}
        postgres.create_table(context, asked, _dictionary(connection, resource_id, names))
        _fill(connection, new, names, parts, tell)
        postgres._create_fulltext_trigger(connection, new)
        aliases = postgres._get_aliases(context, {"resource_id": resource_id})
        tables = {"old": Identifier("public", resource_id), "new": Identifier("public", new)}
        run(connection, "DROP TABLE IF EXISTS {old} CASCADE", **tables)
        run(connection, "ALTER TABLE {new} RENAME TO {to}", **tables, to=Identifier(resource_id))
        postgres.create_alias(context, {"resource_id": resource_id, "aliases": aliases})
    DatastoreBackend.get_active_backend().calculate_record_count(resource_id)


def index(resource_id: str) -> None:
    """Make the indexes that the DataStore gives a table. Rows can be read meanwhile."""
    with postgres.get_write_engine().begin() as connection:
        postgres.create_indexes(Context(connection=connection), {"resource_id": resource_id})


def drop(resource_id: str) -> None:
    """Have the table gone, where there is one, and its aliases."""
    with postgres.get_write_engine().begin() as connection:
        old = Identifier("public", resource_id)
        run(connection, "DROP TABLE IF EXISTS {old} CASCADE", old=old)
    DatastoreBackend.get_active_backend().clear_table_stats(resource_id)


def _dictionary(
    connection: Any, resource_id: str, names: Sequence[str]
) -> dict[int, dict[str, Any]]:
    """What the data dictionary says of columns, by their place in the new table."""
    known, outdated = postgres._get_raw_field_info(connection, resource_id)
    if outdated:
        return {}
    return {place: known[name] for place, name in enumerate(names) if name in known}


def _fill(
    connection: Any,
    new: str,
    names: Sequence[str],
    parts: Iterable[pl.DataFrame],
    tell: Callable[[str, int], None],
) -> None:
    """Copy the rows in, then give them numbers in their order, and their full text."""
    tables = {"rows": Identifier("public", f"{new}_"), "new": Identifier("public", new)}
    columns = {"names": listed(names)}
    sql = "CREATE UNLOGGED TABLE {rows} AS SELECT {names} FROM {new} WITH NO DATA"
    run(connection, sql, **tables, **columns)
    with connection.connection.cursor() as cursor:
        for part in parts:
            text = io.BytesIO(part.write_csv(include_header=False).encode())
            into = SQL("COPY {rows} ({names}) FROM STDIN (FORMAT csv)")
            cursor.copy_expert(into.format(**tables, names=listed(part.columns)), text)
            tell("load", part.height)
    run(connection, _WITH_FULL_TEXT, TEXT, **tables, **columns)
    run(connection, "DROP TABLE {rows}", **tables)


def _name(resource_id: str) -> str:
    """The name of a table while it is made; one that begins with ``_`` is never listed."""
    return "_" + hashlib.sha256(f"new {resource_id}".encode()).hexdigest()[:30]
