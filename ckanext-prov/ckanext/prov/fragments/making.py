"""Makes fragments: reads datasets as an anonymous reader, builds their graphs, keeps the lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.prov.dcat import building
from ckanext.prov.domain.fragment import Fragment, cut
from ckanext.prov.model import FragmentRow, SurroundingsRow
from sqlalchemy.dialects.postgresql import insert

from . import listing, version
from .listing import Listed

BATCH = 100
"""Datasets made in one transaction: a change of a department waits for at most one batch."""


def make(rows: Sequence[Listed]) -> dict[str, Fragment]:
    """Make and keep the fragments of ``rows``; those of them that an anonymous reader may see.

    A dataset that changes meanwhile is left out of what is kept, and is made again next time.
    """
    made: dict[str, Fragment] = {}
    for start in range(0, len(rows), BATCH):
        made |= _batch([row.id for row in rows[start : start + BATCH]])
    return made


def _batch(ids: Sequence[str]) -> dict[str, Fragment]:
    now = version.current()
    made: dict[str, Fragment] = {}
    with model.meta.engine.begin() as connection:
        number = _hold_surroundings(connection)
        model.Session.expire_all()
        rows = {row.id: row for row in listing.named(ids)}
        datasets = list(_read(list(rows.values())))
        owners = {str(shown["owner_org"]) for shown in datasets if shown.get("owner_org")}
        building.remember_publishers(owners, number)
        for shown in datasets:
            made[shown["id"]] = cut(*building.graph(shown, "catalogue"))
        if number is not None:
            same = unchanged(connection, {key: rows[key].modified for key in made})
            _keep(connection, [_row(rows[key], now, made[key]) for key in sorted(same)])
    return made


def unchanged(connection: sa.Connection, stamps: Mapping[str, datetime]) -> set[str]:
    """Those of the datasets that are public and have these times of change; they stay so until
    the transaction of ``connection`` ends. One that is being changed is not among them."""
    package = model.Package
    query = sa.select(package.id, package.metadata_modified).where(
        package.id.in_(stamps), package.state == "active", package.private.is_(False)
    )
    locked = query.order_by(package.id).with_for_update(read=True, skip_locked=True)
    return {row.id for row in connection.execute(locked) if row.metadata_modified == stamps[row.id]}


def _hold_surroundings(connection: sa.Connection) -> int | None:
    """Let no department change until the batch is kept; returns the surroundings' number.

    None while one is being changed: then nothing is kept, and nobody waits.
    """
    row = SurroundingsRow
    if connection.scalar(sa.select(row.number)) is None:
        connection.execute(insert(row).values(id=1).on_conflict_do_nothing())
    held = sa.select(row.number).with_for_update(read=True, skip_locked=True)
    return connection.scalar(held)


def _read(rows: Sequence[Listed]) -> Iterator[dict[str, Any]]:
    """The datasets as an anonymous reader gets them: from the index where it is up to date."""
    anonymous = {"user": "", "auth_user_obj": None, "ignore_auth": False}
    wanted = " OR ".join(f'"{row.id}"' for row in rows)
    found = tk.get_action("package_search")(
        {**anonymous}, {"q": f"id:({wanted})", "rows": len(rows), "facet": "false"}
    )
    indexed = {shown["id"]: shown for shown in found["results"]}
    for row in rows:
        shown = indexed.get(row.id)
        if shown is None or shown["metadata_modified"] != row.modified.isoformat():
            try:
                shown = tk.get_action("package_show")(
                    {**anonymous, "use_cache": False}, {"id": row.id}
                )
            except (tk.ObjectNotFound, tk.NotAuthorized):
                continue
        if shown["metadata_modified"] == row.modified.isoformat():
            yield shown


def _row(listed: Listed, now: str, made: Fragment) -> dict[str, Any]:
    return {
        "dataset_id": listed.id,
        "version": now,
        "modified": listed.modified,
        "entries": listed.entries,
        **asdict(made),
    }


def _keep(connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    statement = insert(FragmentRow).values(list(rows))
    changed = {name: statement.excluded[name] for name in rows[0] if name != "dataset_id"}
    connection.execute(statement.on_conflict_do_update(index_elements=["dataset_id"], set_=changed))
