"""Rows of masked tables in the DataStore, all columns as texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import ckan.plugins as p
import polars as pl
from ckanext.masking import config
from ckanext.masking.domain.formats import open_document
from ckanext.masking.domain.formats.base import HeldError, Kind
from ckanext.masking.domain.gate import states
from ckanext.masking.domain.gate.table_names import table_names
from ckanext.masking.model import MaskingUpload

from . import ledger, protection, quarantine

Rows = Iterator[list[dict[str, str | None]]]
BATCH: Final = 2_000


def load(resource_id: str, masked: Path, tell: Callable[[str, int], None]) -> bool | None:
    """Have the DataStore's table of a resource hold the first table of its masked file.

    Answers whether there is a table then; None where the gate loads nothing. Clear rows of the
    file before are let go first, since they no longer go with the table.
    """
    if not loads():
        return None
    from . import new_table

    protection.drop_table(resource_id)
    names = columns(masked)
    if not names:
        return drop(resource_id)
    new_table.put(resource_id, names, frames(masked, names), tell)
    return True


def drop(resource_id: str) -> bool:
    """Have the DataStore's table of a resource gone, where there is one; False, as it has none."""
    from . import new_table

    new_table.drop(resource_id)
    return False


def index(resource_id: str) -> None:
    """Make the indexes of a table that was loaded."""
    from . import new_table

    new_table.index(resource_id)


def loads() -> bool:
    """Whether masked tables go into the DataStore."""
    return bool(p.plugin_loaded("datastore")) and config.load_datastore()


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
    """Do to the DataStore what the call asked for whose rows were held, with masked rows, once."""
    from ckanext.datastore.backend import DatastoreBackend

    from . import clear_table, following

    resource_id = str(row.resource_id)
    records = [json.loads(line) for line in quarantine.masked(str(row.id)).open(encoding="utf-8")]
    with clear_table.writing(resource_id) as connection:
        if clear_table.first_time(connection, f"{row.id} masked"):
            method = str(row.request["arguments"]["method"])
            following.upsert(connection, resource_id, records, method)
    DatastoreBackend.get_active_backend().clear_table_stats(resource_id)


def forget() -> None:
    """Forget of uploads that have ended that their rows are written."""
    if p.plugin_loaded("datastore"):
        from . import clear_table

        clear_table.forget(_ended)


def _ended(noted: list[str]) -> list[str]:
    states_now = ledger.known(work.partition(" ")[0] for work in noted)
    return [work for work in noted if states_now.get(work.partition(" ")[0]) not in states.OPEN]
