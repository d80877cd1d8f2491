"""Where dynamic masking takes over what the gate has just published.

The resource's own file and DataStore table hold masked values, so whatever reads them reads masked
values. What entitled readers may see is kept beside them: the file in the vault, the rows in a
clear table. The clear table leads: the public one follows it, row by row, by ``_id``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import ckan.plugins as p
import sqlalchemy as sa
from ckan import model
from ckanext.masking.domain.reading import levels
from ckanext.masking.domain.reading.levels import ColumnLevels
from ckanext.masking.model import MaskingProtection, MaskingUpload

from . import quarantine, vault

Rows = Iterator[list[dict[str, str | None]]]
"""Batches of rows, by the names that the DataStore table's columns have."""


def protect(upload: MaskingUpload, plan: Mapping[str, Any], clear_rows: Callable[[], Rows]) -> None:
    """Keep what entitled readers of a dynamic policy may see clear.

    Called while ``upload`` is being released: the masked file and the masked rows are in place,
    the original is in the vault under ``upload.id``. It may be called again for the same upload.
    ``plan`` is the engine's report, ``clear_rows`` reads the original's rows, also anew. Raises
    ``Rejected`` when an operator lacks its keys or the DataStore has no room for clear tables.
    """
    if upload.kind == "rows":
        _protect_rows(upload, plan)
        return
    resource_id = str(upload.resource_id)
    before = get(resource_id)
    name, columns, count, tables = "", (), 0, plan["tables"]
    loaded = bool(tables) and has_table(resource_id)
    if loaded:
        from . import following

        name, columns, count = following.make(upload, tables[0], clear_rows)
    columns += levels.of_file(tables, loaded=loaded)
    _save(
        resource_id,
        upload_id=str(upload.id),
        table_name=name,
        policy=str(upload.policy),
        policy_version=str(upload.policy_version),
        columns=[column.as_dict() for column in columns],
        rows=count,
    )
    if before is not None:
        _forget(before, but=(name, str(upload.id)))


def lift(resource_id: str) -> None:
    """Keep nothing clear of a resource any more: it was deleted, or no policy tells readers apart.

    The caller commits.
    """
    before = get(resource_id)
    if before is not None:
        model.Session.execute(
            sa.delete(MaskingProtection).where(MaskingProtection.resource_id == resource_id)
        )
        _forget(before, but=())


def get(resource_id: str) -> Any:
    """The protection of a resource, whatever its state, or None."""
    query = sa.select(MaskingProtection.__table__).where(
        MaskingProtection.resource_id == resource_id
    )
    return model.Session.execute(query).first()


def keeps(upload_id: str) -> bool:
    """Whether the original of an upload is what entitled readers download."""
    query = sa.select(sa.exists().where(MaskingProtection.upload_id == upload_id))
    return bool(model.Session.scalar(query))


def has_table(resource_id: str) -> bool:
    """Whether the DataStore has a table of the resource."""
    if not p.plugin_loaded("datastore"):
        return False
    from ckanext.datastore.backend import DatastoreBackend

    return bool(DatastoreBackend.get_active_backend().resource_exists(resource_id))


def written(
    name: str,
    action: Callable[..., Any],
    context: Any,
    data_dict: dict[str, Any],
    masked: Sequence[Mapping[str, Any]],
    told: Mapping[str, Any],
) -> Any:
    """Do a call that writes rows, ``data_dict`` with clear rows, into both tables.

    ``masked`` are the same rows masked, ``told`` is their table's part of the engine's report.
    Raises what the action raises, and ValidationError when the rows do not fit.
    """
    from . import following

    resource_id = str(data_dict.get("resource_id") or "")
    kept = get(resource_id) if resource_id else None
    tells = any(column.get("readers") for column in told["columns"])
    if data_dict.get("dry_run") or not (tells or (kept is not None and kept.table_name)):
        return action(context, {**data_dict, "records": list(masked)})
    clear = data_dict["records"]
    if not (resource_id and has_table(resource_id)):
        answer = action(context, {**data_dict, "records": list(masked)})
        resource_id = resource_id or str((answer or {}).get("resource_id") or "")
        following.begin(resource_id, told, clear)
        return answer
    if kept is None or not kept.table_name:
        following.adopt(resource_id, told)
    rest = {key: value for key, value in data_dict.items() if key != "records"}
    answer = action(context, rest)
    method = str(data_dict.get("method") or ("insert" if name == "datastore_create" else "upsert"))
    following.write(resource_id, told, clear, method)
    return answer


def _protect_rows(upload: MaskingUpload, plan: Mapping[str, Any]) -> None:
    """Rows that were held: the gate has written them masked, now the clear ones follow."""
    from . import clear_table, following

    with quarantine.clear(str(upload.id)) as path, path.open(encoding="utf-8") as lines:
        clear = [json.loads(line) for line in lines]
    method = str(upload.request.get("arguments", {}).get("method") or "insert")
    resource_id, told = str(upload.resource_id), plan["tables"][0]
    kept, once = get(resource_id), f"{upload.id} clear"
    if kept is not None and kept.table_name and clear_table.exists(kept.table_name):
        following.write(resource_id, told, clear, method, once)
    elif following.rows(resource_id) == len(clear):
        following.begin(resource_id, told, clear, once)
    else:  # there were rows before, and nobody can tell any more which of them were these
        following.adopt(resource_id, told, once)


def _save(resource_id: str, **values: Any) -> None:
    row = model.Session.get(MaskingProtection, resource_id)
    if row is None:
        row = MaskingProtection(resource_id=resource_id)
        model.Session.add(row)
    for key, value in values.items():
        setattr(row, key, value)
    row.changed = sa.func.now()
    model.Session.flush()


def save_table(resource_id: str, name: str, columns: Sequence[ColumnLevels], count: int) -> None:
    """Keep what became of a table whose rows were written; the file's part stays as it was."""
    before = get(resource_id)
    others = () if before is None else columns_of(before, "file")
    unknown = {"policy": "", "version": ""}
    policy = next((one.treatments[0]["decision"] for one in columns), unknown)
    _save(
        resource_id,
        table_name=name,
        policy=policy["policy"],
        policy_version=policy["version"],
        columns=[column.as_dict() for column in (*columns, *others)],
        rows=count,
    )


def columns_of(kept: Any, part: levels.Part = "table") -> tuple[ColumnLevels, ...]:
    """The masked columns of a protection, those of its table or what only the file has."""
    found = (ColumnLevels.from_dict(one) for one in kept.columns)
    return tuple(one for one in found if one.part == part)


def _forget(before: Any, but: Sequence[str]) -> None:
    """Drop what was kept clear before, except for what is kept again under the same name."""
    if before.table_name and before.table_name not in but and p.plugin_loaded("datastore"):
        from . import clear_table

        with clear_table.writing() as connection:
            clear_table.drop(connection, before.table_name)
    if before.upload_id and before.upload_id not in but:
        vault.remove(before.upload_id)


def sweep() -> int:
    """Drop clear tables and protections of resources that are gone; answers how many.

    A purge tells nobody of the resources that went with the dataset.
    """
    gone = sa.select(MaskingProtection.resource_id).where(
        ~sa.exists().where(
            model.Resource.id == MaskingProtection.resource_id, model.Resource.state == "active"
        )
    )
    found = [str(one) for one in model.Session.scalars(gone)]
    for resource_id in found:
        lift(resource_id)
    model.repo.commit()
    return len(found)


def drop_table(resource_id: str) -> None:
    """Keep no clear rows of a resource whose table is gone; its file stays what it is. Commits."""
    before = get(resource_id)
    if before is None or not before.table_name:
        return
    _save(resource_id, table_name="", rows=0)
    _forget(before, but=(before.upload_id,))
    model.repo.commit()
