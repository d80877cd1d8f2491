"""Compares the log with its hashes, and versions with what the log says of them."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from ckan import model
from ckanext.prov.domain.chain import Head, Row, verify
from ckanext.prov.domain.record import Entry
from ckanext.prov.domain.record_json import entry_from_dict
from ckanext.prov.model import EntryRow, HeadRow, VersionRow
from govopen_common.problem import Problem

from . import snapshots

SOME = 500
"""Rows read at a time."""


def dataset_ids() -> list[str]:
    """Every dataset of which there is a log, or the end of one."""
    query = sa.union(sa.select(EntryRow.dataset_id), sa.select(HeadRow.dataset_id))
    return sorted(model.Session.scalars(query))


def dataset(dataset_id: str) -> list[Problem]:
    """The faults of one dataset's log; empty when it is whole."""
    known = model.Session.execute(
        sa.select(HeadRow.count, HeadRow.hash).where(HeadRow.dataset_id == dataset_id)
    ).first()
    head = Head(known.count, known.hash) if known else Head(0, "")
    return [*verify(rows(dataset_id), head), *_versions(dataset_id)]


def rows(dataset_id: str) -> Iterator[Row]:
    """The log as it is stored, a few hundred rows at a time."""
    table = EntryRow
    query = (
        sa.select(
            table.number,
            table.id,
            table.activity,
            table.ended,
            table.resource_id,
            table.body,
            table.previous,
            table.hash,
        )
        .where(table.dataset_id == dataset_id)
        .order_by(table.number)
    )
    for row in model.Session.execute(query.execution_options(yield_per=SOME)):
        entry = _entry(row.body)
        # The columns beside the body are what is searched: they must say the same.
        beside = (row.id, row.activity, row.ended, row.resource_id, dataset_id)
        same = entry and beside == (
            entry.id, entry.activity, entry.ended, entry.resource_id, entry.dataset_id
        )  # fmt: skip
        yield Row(row.number, entry if same else None, row.previous, row.hash)


def _entry(body: dict[str, object]) -> Entry | None:
    try:
        return entry_from_dict(body)
    except ValueError:
        return None


def _versions(dataset_id: str) -> list[Problem]:
    """Versions that the log tells of and that are gone, or not what they were."""
    query = sa.select(EntryRow.id, EntryRow.body).where(
        EntryRow.dataset_id == dataset_id, EntryRow.activity == "version_made"
    )
    told = {row.id: row.body.get("details", {}) for row in model.Session.execute(query)}
    stored = {row.entry_id: row for row in VersionRow.of(dataset_id)}
    faults = [_added(row) for key, row in stored.items() if key not in told]
    for key, details in told.items():
        label, row = str(details.get("label")), stored.get(key)
        if row is None:
            faults.append(_gone(label))
        elif (
            details.get("digest") != snapshots.digest(row.snapshot, row.files) or row.label != label
        ):
            faults.append(_altered(label))
    return faults


def _gone(label: str) -> Problem:
    return Problem(
        f"version {label}",
        "missing",
        f"版本 {label} 已被删除；请从备份中恢复。",
        f"Version {label} is gone; restore it from a backup.",
    )


def _altered(label: str) -> Problem:
    return Problem(
        f"version {label}",
        "altered",
        f"版本 {label} 与日志所记的校验值不符；请从备份中核对。",
        f"Version {label} is not what the log says; compare it with a backup.",
    )


def _added(row: VersionRow) -> Problem:
    return Problem(
        f"version {row.label}",
        "added",
        f"日志中没有版本 {row.label} 的记录；请核对来源。",
        f"The log does not know of version {row.label}; find out who wrote it.",
    )
