"""Rows of masked tables in the DataStore, all columns as texts."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import polars as pl
from ckanext.masking import config
from ckanext.masking.domain.formats import open_document
from ckanext.masking.domain.formats.base import HeldError, Kind
from ckanext.masking.domain.gate.table_names import table_names
from ckanext.masking.model import MaskingUpload

from . import passing, quarantine

Rows = Iterator[list[dict[str, str | None]]]
BATCH: Final = 2_000


def load(resource_id: str, masked: Path, tell: Callable[[str, int], None]) -> None:
    """Make the DataStore's table of a resource anew from the first table of its masked file."""
    if not (p.plugin_loaded("datastore") and config.load_datastore()):
        return
    drop(resource_id)
    names = columns(masked)
    if not names:
        return
    fields = [{"id": name, "type": "text"} for name in names]
    asked: dict[str, Any] = {"resource_id": resource_id, "force": True, "fields": fields}
    tk.get_action("datastore_create")(passing.context(), asked)
    copy(resource_id, frames(masked, names), tell)


def copy(resource_id: str, parts: Iterable[pl.DataFrame], tell: Callable[[str, int], None]) -> None:
    """Copy rows into the DataStore's table of a resource, all of them or none."""
    from ckanext.datastore.backend import DatastoreBackend
    from ckanext.datastore.backend.postgres import get_write_engine, identifier

    with get_write_engine().begin() as connection, connection.connection.cursor() as cursor:
        for part in parts:
            names = ", ".join(identifier(name) for name in part.columns)
            text = io.BytesIO(part.write_csv(include_header=False).encode())
            cursor.copy_expert(
                f"COPY {identifier(resource_id)} ({names}) FROM STDIN (FORMAT csv)", text
            )
            tell("load", part.height)
    DatastoreBackend.get_active_backend().calculate_record_count(resource_id)


def columns(path: Path) -> list[str]:
    """Names for the columns of a file's first table; none when it has no table."""
    try:
        _, document = open_document(path)
        for block in document.blocks():
            found = [c for c in block.columns() if c.kind is Kind.CELLS]
            if found and block.aligned:
                return table_names([c.name for c in found if c.table == found[0].table])
    except HeldError:
        pass
    return []


def frames(path: Path, names: list[str]) -> Iterator[pl.DataFrame]:
    """The rows of a file's first table in parts, under ``names``; without NUL, which PostgreSQL's
    texts cannot have."""
    _, document = open_document(path)
    table: str | None = None
    for block in document.blocks():
        found = {c: s for c, s in block.columns().items() if c.kind is Kind.CELLS}
        if not found or not block.aligned:
            continue
        first = next(iter(found)).table
        table = table if table is not None else first
        if first != table:
            return
        texts = {names[c.place]: s for c, s in found.items() if c.place < len(names)}
        yield pl.DataFrame(texts).with_columns(pl.all().str.replace_all("\0", "", literal=True))


def rows(path: Path, names: list[str]) -> Rows:
    """The rows of a file's first table in batches, under ``names``."""
    for frame in frames(path, names):
        for part in frame.iter_slices(BATCH):
            yield part.to_dicts()


def clear_rows(upload_id: str) -> Rows:
    """The rows of an original that is still in quarantine."""
    with quarantine.clear(upload_id) as path:
        yield from rows(path, columns(path))


def write_rows(row: MaskingUpload) -> None:
    """Do to the DataStore what the call asked for whose rows were held, with masked rows."""
    records = [json.loads(line) for line in quarantine.masked(str(row.id)).open(encoding="utf-8")]
    asked = {**row.request["arguments"], "resource_id": row.resource_id, "records": records}
    tk.get_action(row.request["action"])(passing.context(), {**asked, "force": True})


def drop(resource_id: str) -> None:
    """Have the DataStore's table of a resource gone, where there is one."""
    from ckanext.datastore.backend import DatastoreBackend

    if DatastoreBackend.get_active_backend().resource_exists(resource_id):
        asked = {"resource_id": resource_id, "force": True}
        tk.get_action("datastore_delete")(passing.context(), asked)
