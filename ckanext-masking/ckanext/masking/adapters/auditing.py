"""The audit of clear reads: each is written, and committed, before a clear row leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.masking.model import MaskingAudit, MaskingUpload

from . import asking
from .entitlement import View

_TABLE: Any = MaskingAudit.__table__
REVIEW = "审核 review"
"""The purpose of whoever decides on an upload; auditors of both languages read it."""


def write(view: View, columns: Iterable[str], filters: Sequence[str], rows: int) -> None:
    """Write down one clear read, in a transaction of its own.

    Raises what the database raises: then nothing clear may be shown.
    """
    found = view.protected
    values = {
        "user_id": view.user_id,
        "purpose": view.purpose,
        "resource_id": found.row.resource_id,
        "package_id": found.package_id,
        "owner_org": found.owner_org,
        "columns": list(columns),
        "filters": list(filters),
        "rows": rows,
        "exit": asking.current().exit,
        "policy": found.row.policy,
        "policy_version": found.row.policy_version,
        "grants": list(view.grants),
    }
    _insert(values)


def write_review(upload: MaskingUpload, user_id: str, columns: Iterable[str], rows: int) -> None:
    """Write down that a reviewer is shown a sample of an upload as it came.

    Raises what the database raises: then the sample may not be shown.
    """
    package = model.Session.get(model.Package, upload.package_id)
    values = {
        "user_id": user_id,
        "purpose": REVIEW,
        "resource_id": upload.resource_id,
        "package_id": upload.package_id,
        "owner_org": (package.owner_org if package else "") or "",
        "columns": list(columns),
        "filters": [],
        "rows": rows,
        "exit": "page",
        "policy": upload.policy,
        "policy_version": upload.policy_version,
        "grants": [],
    }
    _insert(values)


def _insert(values: dict[str, Any]) -> None:
    engine: Any = model.Session.get_bind()
    with engine.begin() as connection:
        connection.execute(sa.insert(_TABLE), values)


def find(
    *,
    organizations: Sequence[str] | None,
    limit: int,
    offset: int = 0,
    after: datetime | None = None,
    before: datetime | None = None,
    **equal: str,
) -> tuple[int, list[dict[str, Any]]]:
    """Clear reads, the latest first, and how many there are.

    ``organizations`` None are all; ``equal`` gives columns and what they are to be.
    """
    row = MaskingAudit
    wanted = [getattr(row, name) == value for name, value in equal.items() if value]
    if organizations is not None:
        wanted.append(row.owner_org.in_(organizations))
    if after is not None:
        wanted.append(row.time >= after)
    if before is not None:
        wanted.append(row.time < before)
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(row).where(*wanted))
    query = (
        sa.select(*_TABLE.c, model.User.name.label("user"))
        .outerjoin(model.User, model.User.id == row.user_id)
        .where(*wanted)
        .order_by(row.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return int(count or 0), [_told(one) for one in model.Session.execute(query)]


def prune(before: datetime) -> int:
    """Forget what was read before a moment; answers how many reads. Commits."""
    engine: Any = model.Session.get_bind()
    with engine.begin() as connection:
        connection.execute(sa.text("SET LOCAL masking.maintenance = 'on'"))
        done = connection.execute(sa.delete(_TABLE).where(_TABLE.c.time < before))
    return int(done.rowcount)


def _told(row: Any) -> dict[str, Any]:
    return {**row._mapping, "time": row.time.isoformat(), "user": row.user or ""}
