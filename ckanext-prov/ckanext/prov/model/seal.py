"""Seals over all chains together."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import JSONB


class SealRow(tk.BaseModel):
    """The root over the heads of all chains at one moment (:mod:`..domain.seal`).

    ``heads`` holds ``{dataset id: [count, hash]}`` of those that moved since the seal before;
    ``datasets`` and ``entries`` count all of them.
    """

    __tablename__ = "prov_seal"

    number = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    made = sa.Column(sa.DateTime(timezone=True), nullable=False)
    heads = sa.Column(JSONB, nullable=False)
    datasets = sa.Column(sa.Integer, nullable=False)
    entries = sa.Column(sa.BigInteger, nullable=False)
    root = sa.Column(sa.UnicodeText, nullable=False)
    previous = sa.Column(sa.UnicodeText, nullable=False)
    mac = sa.Column(sa.UnicodeText, nullable=False, default="")
