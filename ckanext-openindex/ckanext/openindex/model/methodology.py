"""Methodologies as they were when something was first computed by them."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.plugins import toolkit as tk


class MethodologyRow(tk.BaseModel):
    """The whole text of a version. A version never changes: another text needs another version."""

    __tablename__ = "openindex_methodology"

    version = sa.Column(sa.UnicodeText, primary_key=True)
    digest = sa.Column(sa.UnicodeText, nullable=False)
    text = sa.Column(sa.UnicodeText, nullable=False)
    seen = sa.Column(sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
