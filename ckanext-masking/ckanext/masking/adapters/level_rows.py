"""The masked forms of clear rows, which stand beside them in the clear table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ckan import model
from ckanext.datastore.backend import postgres
from ckanext.masking.domain.detectors import registry
from ckanext.masking.domain.engine.rows import text_of
from ckanext.masking.domain.operators import Scope
from ckanext.masking.domain.reading.levels import ColumnLevels
from ckanext.masking.domain.reading.masking import LevelMasker
from psycopg2.extras import execute_values
from psycopg2.sql import SQL, Identifier

from . import clear_table, keys

BATCH: Final = 5_000


def fields(columns: Sequence[ColumnLevels]) -> dict[str, str]:
    """The columns that a clear table needs for masked forms, with their types."""
    return {
        clear_table.level_name(column, level): "text"
        for column in columns
        for level in range(len(column.treatments))
    }


def masker(columns: Sequence[ColumnLevels], resource_id: str) -> LevelMasker:
    """What masks rows of a resource. Raises ``Rejected`` when an operator lacks its keys."""
    resource = model.Session.get(model.Resource, resource_id)
    found = keys.of_dataset(str(resource.package_id)) if resource else None
    scope = {column.name: Scope(found, column.name) for column in columns}
    return LevelMasker(columns, registry.load(), scope)


def beside(
    batch: Sequence[Mapping[str, str | None]],
    columns: Sequence[ColumnLevels],
    masks: LevelMasker,
) -> list[dict[str, str | None]]:
    """The rows of a batch with their masked forms beside the clear ones."""
    if not batch:
        return []
    named = {column.name: column for column in columns}
    cells = {name: [row.get(name) for row in batch] for name in (*batch[0], *named)}
    rows = [dict(row) for row in batch]
    for name, level, masked in masks.mask(cells):
        field = clear_table.level_name(named[name], level)
        for row, cell in zip(rows, masked, strict=True):
            row[field] = cell
    return rows


def fill(
    connection: Any, name: str, columns: Sequence[ColumnLevels], resource_id: str, where: SQL
) -> None:
    """Write the masked forms of the rows that ``where`` finds in the table ``name``."""
    if not columns:
        return
    masks = masker(columns, resource_id)
    names = [str(field["id"]) for field in postgres._get_fields(connection, name)]
    texts = SQL(", ").join(SQL("{}::text").format(Identifier(one)) for one in names)
    found = clear_table.run(
        connection,
        "SELECT _id, {texts} FROM {table} h WHERE {where}",
        texts=texts,
        table=clear_table.table(name),
        where=where,
    )
    for start in range(0, len(found), BATCH):
        part = found[start : start + BATCH]
        batch = [dict(zip(names, map(text_of, row[1:]), strict=True)) for row in part]
        rows = beside(batch, columns, masks)
        ids = [row[0] for row in part]
        _update(connection, name, list(fields(columns)), ids, rows)


def _update(
    connection: Any, name: str, written: list[str], ids: list[int], rows: list[dict[str, Any]]
) -> None:
    heads = [f"c{number}" for number in range(len(written))]
    sets = [
        SQL("{} = {}::text").format(Identifier(field), Identifier("new", head))
        for field, head in zip(written, heads, strict=True)
    ]
    sql = SQL("UPDATE {} AS t SET {} FROM (VALUES %s) AS new (id, {}) WHERE t._id = new.id").format(
        clear_table.table(name), SQL(", ").join(sets), clear_table.listed(heads)
    )
    values = [(one, *(row[field] for field in written)) for one, row in zip(ids, rows, strict=True)]
    with connection.connection.cursor() as cursor:
        execute_values(cursor, sql, values, page_size=1_000)
