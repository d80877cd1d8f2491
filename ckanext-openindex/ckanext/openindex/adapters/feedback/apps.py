"""Apps, and the datasets that they use."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timezone
from uuid import uuid4

import sqlalchemy as sa
from ckan import model
from ckanext.openindex.model import AppRow, AppUseRow

from . import whose
from .whose import Reader

Use = tuple[AppUseRow, AppRow]


def create(user_id: str, title: str, url: str, text: str, datasets: Collection[str]) -> AppRow:
    """A new app that waits for each dataset's editors; commits nothing."""
    app = AppRow(id=str(uuid4()), user_id=user_id, title=title, url=url, text=text)
    model.Session.add(app)
    model.Session.add_all([AppUseRow(app_id=app.id, dataset_id=one) for one in sorted(datasets)])
    model.Session.flush()
    return app


def use(app_id: str, dataset_id: str) -> AppUseRow | None:
    """That an app uses a dataset."""
    return model.Session.get(AppUseRow, (app_id, dataset_id))


def decide(row: AppUseRow, approved: bool, by: str) -> None:
    """Approve or refuse a use; commits nothing."""
    row.approved, row.decided, row.decided_by = approved, datetime.now(timezone.utc), by
    model.Session.flush()


def approved(dataset_id: str, limit: int, offset: int) -> tuple[int, list[Use]]:
    """How many approved apps of active people use a dataset, and some, the latest first."""
    row, user = AppUseRow, model.User
    query = _uses().join(user, user.id == AppRow.user_id)
    query = query.where(
        row.dataset_id == dataset_id, row.approved.is_(True), user.state == "active"
    )
    return _some(query.order_by(row.decided.desc(), row.app_id), limit, offset)


def waiting(reader: Reader, dataset_id: str, limit: int, offset: int) -> tuple[int, list[Use]]:
    """Uses that nobody has decided on: the reader's own, and those the reader may decide on."""
    row = AppUseRow
    query = _uses().where(
        row.approved.is_(None),
        sa.or_(AppRow.user_id == reader.id, whose.changed_by(reader, row.dataset_id)),
    )
    if dataset_id:
        query = query.where(row.dataset_id == dataset_id)
    return _some(query.order_by(AppRow.created, row.app_id, row.dataset_id), limit, offset)


def _uses() -> sa.Select[tuple[AppUseRow, AppRow, int]]:
    return sa.select(AppUseRow, AppRow, sa.func.count().over()).join(
        AppRow, AppRow.id == AppUseRow.app_id
    )


def _some(
    query: sa.Select[tuple[AppUseRow, AppRow, int]], limit: int, offset: int
) -> tuple[int, list[Use]]:
    found = model.Session.execute(query.limit(limit).offset(offset)).all()
    return (found[0][2] if found else 0), [(one, app) for one, app, _ in found]
