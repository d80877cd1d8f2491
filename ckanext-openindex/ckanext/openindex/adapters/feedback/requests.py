"""Requests that people make of the departments of datasets, and answers to them."""

from __future__ import annotations

from datetime import datetime, timezone
from uuid import uuid4

import sqlalchemy as sa
from ckan import model
from ckanext.openindex.model import RequestRow

from . import whose
from .whose import Reader


def get(request_id: str) -> RequestRow | None:
    """A request by its id."""
    return model.Session.get(RequestRow, request_id)


def ask(dataset_id: str, user_id: str, text: str) -> RequestRow:
    """A new request; commits nothing."""
    row = RequestRow(id=str(uuid4()), dataset_id=dataset_id, user_id=user_id, text=text)
    model.Session.add(row)
    model.Session.flush()
    return row


def answer(row: RequestRow, text: str, by: str) -> None:
    """Answer a request, or answer it otherwise than before; commits nothing."""
    row.answer, row.answered_by = text, by
    row.answered = datetime.now(timezone.utc)
    model.Session.flush()


def listed(
    reader: Reader, dataset_id: str, waiting: bool, limit: int, offset: int
) -> tuple[int, list[RequestRow]]:
    """How many requests the reader may see, of one dataset or all, and some, the latest first.

    They are the reader's own, and those of datasets that the reader may change.
    """
    row = RequestRow
    query = sa.select(row, sa.func.count().over()).where(
        sa.or_(row.user_id == reader.id, whose.changed_by(reader, row.dataset_id))
    )
    if dataset_id:
        query = query.where(row.dataset_id == dataset_id)
    if waiting:
        query = query.where(row.answer.is_(None))
    query = query.order_by(row.created.desc(), row.id).limit(limit).offset(offset)
    found = model.Session.execute(query).all()
    return (found[0][1] if found else 0), [one for one, _ in found]
