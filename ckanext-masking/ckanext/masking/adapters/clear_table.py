"""Clear rows of protected tables: DataStore tables in a schema that nobody else may use.

The DataStore's reading user, who runs every search and every SQL statement of callers, has no
right to the schema ``ckan_masking``; neither have its tables a name that any action takes, since
the DataStore looks only into the schema ``public``. Rows are read here by the writing user, in
transactions that can only read.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg2
import sqlalchemy as sa
from ckan.types import Context
from ckanext.datastore.backend import postgres
from ckanext.masking.domain.reading.levels import CLEAR, ColumnLevels
from govopen_common.problem import Problem, Rejected
from psycopg2.sql import SQL, Composable, Identifier

SCHEMA: Final = "ckan_masking"
NOTES: Final = "rows_written"
"""The table that says which held rows have been written. No other of the schema is named so."""
TIMEOUT: Final = 60_000
"""Milliseconds of one statement, as in the DataStore's own searches."""
_NAME: Final = 30
"""Characters of a table's name; a view's has as many, and its digest."""


def name_for(origin: str) -> str:
    """The name of the table made of ``origin``, the id of an upload or resource.

    The same again when the work is done again; and one that begins with ``_`` is never listed.
    """
    return "_" + hashlib.sha256(origin.encode()).hexdigest()[: _NAME - 1]


def run(connection: Any, text: str, *values: Any, **parts: Composable) -> list[tuple[Any, ...]]:
    """The rows of one statement; ``parts`` are put into it as identifiers, ``values`` for %s.

    Raises ``psycopg2.Error``.
    """
    with connection.connection.cursor() as cursor:
        cursor.execute(SQL(text).format(**parts), values or None)
        return cursor.fetchall() if cursor.description else []


def listed(names: Sequence[str], before: str = "") -> Composable:
    """Column names with commas between them, of the relation ``before``."""
    parts = [Identifier(before, name) if before else Identifier(name) for name in names]
    return SQL(", ").join(parts)


def table(name: str) -> Identifier:
    """A clear table in a statement."""
    return Identifier(SCHEMA, name)


@contextmanager
def reading() -> Iterator[Any]:
    """A connection that can read clear tables and change nothing."""
    with postgres.get_write_engine().connect() as connection:
        connection.execute(
            sa.text(
                f"SET TRANSACTION READ ONLY; SET LOCAL statement_timeout TO {TIMEOUT};"
                f" SET LOCAL search_path TO {SCHEMA}, public"
            )
        )
        yield connection


@contextmanager
def writing(resource_id: str = "") -> Iterator[Any]:
    """A connection in a transaction that can change clear tables; rolled back on any error.

    Of those who write rows of one resource, one does so at a time. Raises ``Rejected`` when the
    schema is not there and may not be made.
    """
    engine = postgres.get_write_engine()
    postgres._cache_types(engine)
    _make_schema(engine)
    with engine.begin() as connection:
        run(connection, "SET LOCAL search_path TO {schema}, public", schema=Identifier(SCHEMA))
        if resource_id:
            run(connection, "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", resource_id)
        yield connection


def _make_schema(engine: Any) -> None:
    with engine.connect() as connection:
        if run(connection, "SELECT to_regnamespace(%s)", SCHEMA)[0][0]:
            return
    try:
        with engine.begin() as connection:
            run(connection, "CREATE SCHEMA IF NOT EXISTS {schema}", schema=Identifier(SCHEMA))
    except psycopg2.errors.InsufficientPrivilege:
        sql = f"CREATE SCHEMA {SCHEMA} AUTHORIZATION {engine.url.username}"
        zh = f"DataStore 的写入用户不能新建模式，请数据库管理员在 DataStore 库中执行：{sql}"
        en = f"the DataStore's writing user may not make a schema; have a superuser run {sql}"
        raise Rejected(Problem("datastore", "schema_missing", zh, en)) from None


def create(connection: Any, name: str, fields: Mapping[str, str], keys: Sequence[str]) -> None:
    """Make the table ``name`` with ``fields`` (types by name) and the unique key ``keys``."""
    columns = [SQL(", {} {}").format(Identifier(f), SQL(kind)) for f, kind in fields.items()]
    run(
        connection,
        'CREATE TABLE {table} ("_id" serial PRIMARY KEY, "_full_text" tsvector{columns})',
        table=table(name),
        columns=SQL("").join(columns),
    )
    postgres._create_fulltext_trigger(connection, name)
    asked: dict[str, Any] = {"resource_id": name}
    if keys:
        asked["primary_key"] = list(keys)
    postgres.create_indexes(Context(connection=connection), asked)


def first_time(connection: Any, work: str) -> bool:
    """Note in a transaction that ``work`` is done in it; False when that was noted before.

    Rows that were held are written into the DataStore, and the upload's state into the portal's
    database. A worker that was killed between the two finds here that the rows are written.
    """
    names: dict[str, Composable] = {"notes": table(NOTES)}
    run(connection, "CREATE TABLE IF NOT EXISTS {notes} (work text PRIMARY KEY)", **names)
    sql = "INSERT INTO {notes} VALUES (%s) ON CONFLICT DO NOTHING RETURNING work"
    return bool(run(connection, sql, work, **names))


def forget(ended: Callable[[list[str]], Iterable[str]]) -> None:
    """Take away notes of work that has ``ended``, which is asked for those of all that are noted;
    of what has ended it will not be asked any more."""
    if not exists(NOTES):
        return
    with writing() as connection:
        notes = table(NOTES)
        noted = [str(work) for (work,) in run(connection, "SELECT work FROM {n}", n=notes)]
        run(connection, "DELETE FROM {n} WHERE work = ANY(%s)", list(ended(noted)), n=notes)


def exists(name: str) -> bool:
    """Whether there is a clear table of that name."""
    with postgres.get_write_engine().connect() as connection:
        return bool(run(connection, "SELECT to_regclass(%s)", f"{SCHEMA}.{name}")[0][0])


def drop(connection: Any, name: str) -> None:
    """Have a clear table and all views of it gone."""
    run(connection, "DROP TABLE IF EXISTS {table} CASCADE", table=table(name))


def add_columns(connection: Any, name: str, fields: Mapping[str, str]) -> None:
    """Add to the table those of ``fields`` that it lacks."""
    here = run(
        connection,
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = %s AND table_name = %s",
        SCHEMA,
        name,
    )
    for field, kind in fields.items():
        if (field,) not in here:
            parts = {"table": table(name), "field": Identifier(field), "kind": SQL(kind)}
            run(connection, "ALTER TABLE {table} ADD COLUMN {field} {kind}", **parts)


def copy_in(connection: Any, name: str, rows: Sequence[Mapping[str, str | None]]) -> None:
    """Add ``rows`` of text; all have the same columns."""
    if not rows:
        return
    columns = list(rows[0])
    lines = ("\t".join(_copied(row[column]) for column in columns) for row in rows)
    text = io.StringIO("".join(f"{line}\n" for line in lines))
    sql = SQL("COPY {} ({}) FROM STDIN").format(table(name), listed(columns))
    with connection.connection.cursor() as cursor:
        cursor.copy_expert(sql, text)


def _copied(value: str | None) -> str:
    """A value as COPY's text format has it (PostgreSQL 15, COPY, "Text Format")."""
    if value is None:
        return r"\N"
    text = value.replace("\0", "").replace("\\", "\\\\")
    return text.replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


def level_name(column: ColumnLevels, level: int) -> str:
    """The column of the clear table that has ``column`` as it is seen on ``level``."""
    return f"_m_{hashlib.sha256(column.name.encode()).hexdigest()[:24]}_{level}"


def view(name: str, columns: Sequence[ColumnLevels], levels: Sequence[int]) -> str:
    """The name of the relation that shows the table as somebody with ``levels`` sees it.

    A view is made when there is none; it goes with the table.
    """
    if all(level == CLEAR for level in levels):
        return name
    seen = sorted(zip((column.name for column in columns), levels, strict=True))
    shown = f"{name}_{hashlib.sha256(repr(seen).encode()).hexdigest()[:24]}"
    with postgres.get_write_engine().connect() as connection:
        if run(connection, "SELECT to_regclass(%s)", f"{SCHEMA}.{shown}")[0][0]:
            return shown
    with writing() as connection:
        _create_view(connection, name, shown, columns, levels)
    return shown


def drop_views(connection: Any, name: str) -> None:
    """The views of a table show its columns as they were masked before."""
    found = run(
        connection,
        "SELECT viewname FROM pg_views WHERE schemaname = %s AND starts_with(viewname, %s)",
        SCHEMA,
        f"{name}_",
    )
    for (shown,) in found:
        run(connection, "DROP VIEW {view}", view=table(shown))


def _create_view(
    connection: Any, name: str, shown: str, columns: Sequence[ColumnLevels], levels: Sequence[int]
) -> None:
    masked = {
        column.name: level_name(column, level)
        for column, level in zip(columns, levels, strict=True)
        if level != CLEAR
    }
    names = [str(field["id"]) for field in postgres._get_fields(connection, name)]
    pairs = [(Identifier(masked.get(one, one)), Identifier(one)) for one in names]
    run(
        connection,
        'CREATE OR REPLACE VIEW {view} AS SELECT "_id",'
        " to_tsvector(concat_ws(' ', {texts})) AS \"_full_text\", {columns} FROM {table}",
        view=table(shown),
        texts=SQL(", ").join(SQL("{}::text").format(source) for source, _ in pairs),
        columns=SQL(", ").join(SQL("{} AS {}").format(*pair) for pair in pairs),
        table=table(name),
    )
