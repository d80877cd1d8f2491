"""Rows of masked tables in the DataStore, all columns as texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import ckan.plugins as p
import ckan.plugins.toolkit as tk
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
    _drop(resource_id)
    names = columns(masked)
    if not names:
        return
    fields = [{"id": name, "type": "text"} for name in names]
    asked: dict[str, Any] = {"resource_id": resource_id, "force": True, "fields": fields}
    tk.get_action("datastore_create")(passing.context(), asked)
    for batch in rows(masked, names):
        more = {"records": batch, "method": "insert", "calculate_record_count": False}
        tk.get_action("datastore_upsert")(
            passing.context(), {"resource_id": resource_id, "force": True, **more}
        )
        tell("load", len(batch))
    tk.get_action("datastore_upsert")(
        passing.context(),
        {"resource_id": resource_id, "force": True, "method": "insert", "records": [],
         "calculate_record_count": True},
    )  # fmt: skip


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


def rows(path: Path, names: list[str]) -> Rows:
    """The rows of a file's first table in batches, under ``names``."""
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
        texts = {names[c.place]: s.to_list() for c, s in found.items() if c.place < len(names)}
        whole = [dict(zip(texts, row, strict=True)) for row in zip(*texts.values(), strict=True)]
        for start in range(0, len(whole), BATCH):
            yield whole[start : start + BATCH]


def clear_rows(upload_id: str) -> Rows:
    """The rows of an original that is still in quarantine."""
    with quarantine.clear(upload_id) as path:
        yield from rows(path, columns(path))


def write_rows(row: MaskingUpload) -> None:
    """Do to the DataStore what the call asked for whose rows were held, with masked rows."""
    records = [json.loads(line) for line in quarantine.masked(str(row.id)).open(encoding="utf-8")]
    asked = {**row.request["arguments"], "resource_id": row.resource_id, "records": records}
    tk.get_action(row.request["action"])(passing.context(), {**asked, "force": True})


def _drop(resource_id: str) -> None:
    from ckanext.datastore.backend import DatastoreBackend

    if DatastoreBackend.get_active_backend().resource_exists(resource_id):
        asked = {"resource_id": resource_id, "force": True}
        tk.get_action("datastore_delete")(passing.context(), asked)
