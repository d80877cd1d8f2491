"""Lines of the log, and what was last known of each dataset."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import ARRAY, JSONB


class EntryRow(tk.BaseModel):
    """An entry as it was chained. Rows are added and never changed.

    ``body`` is the entry as JSON; the other columns repeat of it what is searched for.
    ``labels`` are the permission labels the dataset had: who may read the details.
    """

    __tablename__ = "prov_entry"

    id = sa.Column(sa.UnicodeText, primary_key=True)
    dataset_id = sa.Column(sa.UnicodeText, nullable=False)
    number = sa.Column(sa.Integer, nullable=False)
    activity = sa.Column(sa.UnicodeText, nullable=False)
    ended = sa.Column(sa.DateTime(timezone=True), nullable=False)
    resource_id = sa.Column(sa.UnicodeText, nullable=False, default="")
    body = sa.Column(JSONB, nullable=False)
    previous = sa.Column(sa.UnicodeText, nullable=False)
    hash = sa.Column(sa.UnicodeText, nullable=False)
    labels = sa.Column(ARRAY(sa.UnicodeText), nullable=False)


class HeadRow(tk.BaseModel):
    """The end of a dataset's chain. Whoever appends holds a lock on it.

    ``state`` is what was last known of the dataset (:mod:`..domain.changes`).
    """

    __tablename__ = "prov_head"

    dataset_id = sa.Column(sa.UnicodeText, primary_key=True)
    count = sa.Column(sa.Integer, nullable=False, default=0)
    hash = sa.Column(sa.UnicodeText, nullable=False, default="")
    state = sa.Column(JSONB, nullable=False, default=dict)
    modified = sa.Column(sa.DateTime(timezone=True), nullable=False)
