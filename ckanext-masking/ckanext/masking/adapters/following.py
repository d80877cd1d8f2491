"""Writes clear tables; the DataStore's public tables follow them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.types import Context
from ckanext.datastore.backend import postgres
from ckanext.masking.domain.reading import levels
from ckanext.masking.domain.reading.levels import ColumnLevels
from ckanext.masking.model import MaskingUpload
from psycopg2.sql import SQL, Identifier

from . import clear_table, level_rows, protection, public_table, refusing

Told = Mapping[str, Any]
Made = tuple[str, tuple[ColumnLevels, ...], int]


def make(upload: MaskingUpload, told: Told, clear_rows: Callable[[], Any]) -> Made:
    """The clear table of a file whose masked rows have just been loaded: name, columns, rows."""
    resource_id = str(upload.resource_id)
    name = clear_table.name_for(str(upload.id))
    with clear_table.writing() as connection:
        fields, unique = public_table.shape(connection, resource_id)
        columns = levels.of_report(told["columns"], list(fields))
        if not any(column.readers for column in columns):
            return "", columns, 0
        masks = level_rows.masker(columns, resource_id)
        clear_table.drop(connection, name)
        clear_table.create(connection, name, {**fields, **level_rows.fields(columns)}, unique)
        for batch in clear_rows():
            clear_table.copy_in(connection, name, level_rows.beside(batch, columns, masks))
        count = public_table.follow(connection, name, resource_id, columns, SQL("false"))
    public_table.recount(resource_id)
    return name, columns, count


def begin(resource_id: str, told: Told, clear: Sequence[Mapping[str, Any]], once: str = "") -> None:
    """The clear table of a table that has just been made with masked rows. Commits.

    Here and below, nothing is done when the work ``once`` was done before.
    """
    name, columns = clear_table.name_for(resource_id), _columns(told, (), clear)
    with clear_table.writing(resource_id) as connection:
        if _done(connection, once):
            return
        fields, unique = public_table.shape(connection, resource_id)
        clear_table.drop(connection, name)
        clear_table.create(connection, name, {**fields, **level_rows.fields(columns)}, unique)
        upsert(connection, name, clear, "insert")
        level_rows.fill(connection, name, columns, resource_id, public_table.ALL)
        count = public_table.follow(connection, name, resource_id, columns, public_table.ALL)
        _keep(resource_id, name, columns, count)
    public_table.recount(resource_id)


def adopt(resource_id: str, told: Told, once: str = "") -> None:
    """The clear table of a table that was masked for all so far: what is gone stays masked."""
    name, columns = clear_table.name_for(resource_id), _columns(told, (), ())
    with clear_table.writing(resource_id) as connection:
        if _done(connection, once):
            return
        fields, unique = public_table.shape(connection, resource_id)
        clear_table.drop(connection, name)
        clear_table.create(connection, name, {**fields, **level_rows.fields(columns)}, unique)
        same = [
            (clear_table.level_name(column, level), column.name)
            for column in columns
            for level in range(len(column.treatments))
            if column.name in fields
        ]
        clear_table.run(
            connection,
            "INSERT INTO {clear} ({into}) SELECT {out} FROM {public}",
            clear=clear_table.table(name),
            into=clear_table.listed(["_id", *fields, *(field for field, _ in same)]),
            out=clear_table.listed(["_id", *fields, *(source for _, source in same)]),
            public=Identifier("public", resource_id),
        )
        public_table.continue_ids(connection, clear_table.table(name))
        count = public_table.follow(connection, name, resource_id, columns, SQL("false"))
        _keep(resource_id, name, columns, count)
    public_table.recount(resource_id)


def write(
    resource_id: str,
    told: Told,
    clear: Sequence[Mapping[str, Any]],
    method: str,
    once: str = "",
) -> None:
    """Write rows into the clear table of a protected resource; the public one follows. Commits.

    Raises ValidationError as the DataStore does.
    """
    with clear_table.writing(resource_id) as connection:
        if _done(connection, once):
            return
        kept = protection.get(resource_id)
        name, before = str(kept.table_name), protection.columns_of(kept)
        columns = _columns(told, before, clear)
        changed = columns != before
        which = public_table.ALL if changed else public_table.TOUCHED
        fields, _ = public_table.shape(connection, resource_id)
        clear_table.add_columns(connection, name, {**fields, **level_rows.fields(columns)})
        if changed:
            clear_table.drop_views(connection, name)
        upsert(connection, name, clear, method)
        level_rows.fill(connection, name, columns, resource_id, which)
        count = public_table.follow(connection, name, resource_id, columns, which)
        _keep(resource_id, name, columns, count)
    public_table.recount(resource_id)


def delete(resource_id: str, filters: Mapping[str, Any]) -> None:
    """Delete the rows that ``filters`` find among the clear values, in both tables. Commits."""
    with clear_table.writing(resource_id) as connection:
        kept = protection.get(resource_id)
        name, columns = str(kept.table_name), protection.columns_of(kept)
        asked = {"resource_id": name, "filters": dict(filters), "include_deleted_records": False}
        postgres.delete_data(Context(connection=connection), asked)
        count = public_table.follow(connection, name, resource_id, columns, SQL("false"))
        _keep(resource_id, name, columns, count)
    public_table.recount(resource_id)


def rows(resource_id: str) -> int:
    """How many rows the public table has."""
    with clear_table.writing() as connection:
        public = Identifier("public", resource_id)
        return int(clear_table.run(connection, "SELECT count(*) FROM {t}", t=public)[0][0])


def _columns(
    told: Told, before: Sequence[ColumnLevels], clear: Sequence[Mapping[str, Any]]
) -> tuple[ColumnLevels, ...]:
    """The masked columns after new rows: what was masked stays so, and what is new is added."""
    names = list(dict.fromkeys(key for row in clear for key in row if key != "_id"))
    names = names or [str(column["name"]) for column in told["columns"]]
    new = {column.name: column for column in levels.of_report(told["columns"], names)}
    return tuple({**new, **{column.name: column for column in before}}.values())


def _done(connection: Any, once: str) -> bool:
    return bool(once) and not clear_table.first_time(connection, once)


def upsert(connection: Any, name: str, clear: Sequence[Mapping[str, Any]], method: str) -> None:
    """Write rows into a table, as the DataStore does. Raises ValidationError."""
    data = {"resource_id": name, "method": method, "include_records": False}
    rows = [dict(row) for row in clear]
    try:
        postgres.upsert_data(Context(connection=connection), {**data, "records": rows})
    except sa.exc.DBAPIError as error:
        raise refusing.unfit(error) from None


def _keep(resource_id: str, name: str, columns: Sequence[ColumnLevels], count: int) -> None:
    """Commit what is known of the table before the rows are: more columns than it has do no harm,
    fewer would show what a reader must not see."""
    protection.save_table(resource_id, name, columns, count)
    model.repo.commit()
