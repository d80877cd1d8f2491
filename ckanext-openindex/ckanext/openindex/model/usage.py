"""How often datasets were used, and what has been written of it."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.plugins import toolkit as tk


class UsageRow(tk.BaseModel):
    """Uses of a dataset or one of its resources (else an empty id) in a day.

    ``kind`` is a word of :data:`..domain.usage.hit.Kind`.
    """

    __tablename__ = "openindex_usage"

    dataset_id = sa.Column(sa.UnicodeText, primary_key=True)
    day = sa.Column(sa.Date, primary_key=True)
    kind = sa.Column(sa.UnicodeText, primary_key=True)
    resource_id = sa.Column(sa.UnicodeText, primary_key=True)
    n = sa.Column(sa.BigInteger, nullable=False)


class UsageTotalRow(tk.BaseModel):
    """The sum of all days, so that a page need not add up years."""

    __tablename__ = "openindex_usage_total"

    dataset_id = sa.Column(sa.UnicodeText, primary_key=True)
    kind = sa.Column(sa.UnicodeText, primary_key=True)
    resource_id = sa.Column(sa.UnicodeText, primary_key=True)
    n = sa.Column(sa.BigInteger, nullable=False)


class UsageBatchRow(tk.BaseModel):
    """A batch of counts that was written, in the transaction that wrote it.

    ``hits``: uses in it. ``unknown``: of these, those of what does not exist any more.
    """

    __tablename__ = "openindex_usage_batch"

    id = sa.Column(sa.UnicodeText, primary_key=True)
    flushed = sa.Column(sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
    hits = sa.Column(sa.BigInteger, nullable=False)
    unknown = sa.Column(sa.BigInteger, nullable=False)


class UsageLossRow(tk.BaseModel):
    """Uses of a day that could not be counted because Redis did not answer."""

    __tablename__ = "openindex_usage_loss"

    day = sa.Column(sa.Date, primary_key=True)
    n = sa.Column(sa.BigInteger, nullable=False)
