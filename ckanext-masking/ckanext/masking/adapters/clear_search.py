"""Searches of clear tables, with everything that the DataStore's own search can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ckan.plugins.toolkit as tk
import msgspec
import sqlalchemy as sa
from ckan.lib.lazyjson import LazyJSONObject
from ckan.types import Context
from ckanext.datastore.backend import DatastoreBackend, postgres
from ckanext.datastore.logic import schema as datastore_schema
from ckanext.masking.domain.reading.levels import ColumnLevels
from ckanext.masking.model import MaskingProtection

from . import clear_table

CONDITIONS = ("filters", "q", "full_text", "distinct")


def validated(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The search as the DataStore's action reads it. Raises ValidationError."""
    schema = context.get("schema") or datastore_schema.datastore_search_schema()
    found, errors = tk.navl_validate(dict(data_dict), schema, context)
    if errors:
        raise tk.ValidationError(errors)
    return found


def search(
    context: Context,
    asked: dict[str, Any],
    protection: MaskingProtection,
    columns: Sequence[ColumnLevels],
    levels: Sequence[int],
) -> dict[str, Any]:
    """The answer of ``datastore_search`` to ``asked`` (validated), from the clear table.

    Raises ValidationError as the DataStore does, without a word of the rows, and what the
    database raises when the table is gone.
    """
    resource_id = str(protection.resource_id)
    relation = clear_table.view(str(protection.table_name), columns, levels)
    total = bool(asked.get("include_total"))
    simple = not any(asked.get(key) for key in CONDITIONS)
    data = {**asked, "resource_id": relation, "include_total": total and not simple}
    data.pop("id", None)
    postgres._cache_types(postgres.get_write_engine())
    try:
        with clear_table.reading() as connection:
            found = postgres.search_data(Context(context, connection=connection), data)
            described = postgres._get_field_info(connection, resource_id)
    except sa.exc.DBAPIError as error:
        if postgres._get_pgcode(error) == postgres._PG_ERR_CODE["undefined_table"]:
            raise  # a new file is just taking its place
        raise _refused(error) from None
    for field in found["fields"]:
        if field["id"] in described:
            field["info"] = described[field["id"]]
    if total and simple:
        found["total"] = _count(resource_id)
    found["resource_id"] = resource_id
    for key in ("connection_url", "filterops"):
        found.pop(key, None)
    return found


def rows(found: dict[str, Any]) -> int:
    """How many rows an answer has, in any of the four formats."""
    records = found["records"]
    if isinstance(records, LazyJSONObject):
        return len(msgspec.json.decode(records.encoded_json, type=list[msgspec.Raw]))
    if isinstance(records, str):
        # A line end between quotes is none; doubled quotes leave the count of quotes even.
        return sum(part.count("\n") for part in records.split('"')[::2])
    return len(records)


def filters(asked: dict[str, Any], names: Sequence[str]) -> list[str]:
    """Which of the columns ``names`` a search has conditions on or sorts by; never by what."""
    said: set[str] = set()
    _collect(asked.get("filters"), said)
    _collect(asked.get("q"), said)
    sort = tk.aslist(asked.get("sort"), ",")
    said |= {name for name in names if any(name in str(clause) for clause in sort)}
    found = [name for name in names if name in said]
    if isinstance(asked.get("q"), str) or asked.get("full_text"):
        found.append("_full_text")
    return found


def _collect(value: Any, said: set[str]) -> None:
    if isinstance(value, dict):
        said |= {str(key) for key in value}
        for key, inner in value.items():
            if str(key).startswith("$"):
                _collect(inner, said)
    elif isinstance(value, list):
        for one in value:
            _collect(one, said)


def _count(resource_id: str) -> int:
    """Rows of the table as the DataStore counts them; both forms have the same."""
    backend: Any = DatastoreBackend.get_active_backend()
    with backend._get_write_engine().begin() as connection:
        asked = sa.text("SELECT cached_table_row_count(:resource)")
        return int(connection.scalar(asked, {"resource": resource_id}))


def _refused(error: sa.exc.DBAPIError) -> tk.ValidationError:
    if postgres._get_pgcode(error) == postgres._PG_ERR_CODE["query_canceled"]:
        return tk.ValidationError({"query": ["Search took too long"]})
    return tk.ValidationError({"query": ["Invalid query"]})
