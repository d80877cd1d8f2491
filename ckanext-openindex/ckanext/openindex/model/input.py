"""What the index was computed from, and what is to be computed."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.plugins import toolkit as tk


class InputRow(tk.BaseModel):
    """What was known of a dataset from ``since`` (inclusive) to ``until`` (None: still holds).

    ``part`` is ``facts`` or ``usage``: a :class:`..domain.facts.DatasetFacts` without its use,
    which changes every day, and its :class:`..domain.facts.Usage`. ``body`` is one of these as
    JSON, None while the dataset was not public; ``digest`` its SHA-256. A row is written when
    something changed, and only its ``until`` is set afterwards: what held on a day can always be
    found.
    """

    __tablename__ = "openindex_input"

    id = sa.Column(sa.BigInteger, primary_key=True)
    dataset_id = sa.Column(sa.UnicodeText, nullable=False)
    part = sa.Column(sa.UnicodeText, nullable=False)
    since = sa.Column(sa.DateTime(timezone=True), nullable=False)
    until = sa.Column(sa.DateTime(timezone=True))
    digest = sa.Column(sa.UnicodeText, nullable=False)
    body = sa.Column(sa.UnicodeText)


class MarkRow(tk.BaseModel):
    """A dataset that is to be computed, and why.

    Rows are only added and taken away, so that no transaction waits for another.
    """

    __tablename__ = "openindex_mark"

    id = sa.Column(sa.BigInteger, primary_key=True)
    dataset_id = sa.Column(sa.UnicodeText, nullable=False)
    why = sa.Column(sa.UnicodeText, nullable=False)
    since = sa.Column(sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
