"""What the figures were on each day."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import JSONB


class HistoryRow(tk.BaseModel):
    """A figure of a dataset or node at the end of ``day``, where ``kind`` says of what.

    Nodes have a row for each day; datasets one for each day on which something changed, which
    holds until the next. ``parent_id`` is the node it belonged to then. ``gone``: it was no longer
    public, and the row has no figures. Rows are never rewritten by another version.
    """

    __tablename__ = "openindex_history"

    version = sa.Column(sa.UnicodeText, primary_key=True)
    kind = sa.Column(sa.UnicodeText, primary_key=True)
    id = sa.Column(sa.UnicodeText, primary_key=True)
    day = sa.Column(sa.Date, primary_key=True)
    parent_id = sa.Column(sa.UnicodeText)
    title = sa.Column(sa.UnicodeText, nullable=False, default="")
    gone = sa.Column(sa.Boolean, nullable=False, default=False)
    datasets = sa.Column(sa.Integer)
    score = sa.Column(sa.Float)
    band = sa.Column(sa.UnicodeText, nullable=False, default="")
    dimensions = sa.Column(JSONB, nullable=False)
