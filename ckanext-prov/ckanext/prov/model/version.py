"""Versions of datasets: what their metadata were, and the checksums of their files."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import ARRAY, JSONB


class VersionRow(tk.BaseModel):
    """A snapshot of a dataset.

    ``snapshot`` is the dataset as CKAN's model has it, before any schema shows it; ``files`` is
    ``{resource id: SHA-256}``; ``digest`` the SHA-256 of both, which the entry ``entry_id`` of
    the log holds too. ``position`` counts from 1. ``labels`` are the permission labels the
    dataset had: only their holders may see the version.
    """

    __tablename__ = "prov_version"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=make_uuid)
    dataset_id = sa.Column(sa.UnicodeText, nullable=False)
    label = sa.Column(sa.UnicodeText, nullable=False)
    position = sa.Column(sa.Integer, nullable=False)
    note = sa.Column(sa.UnicodeText, nullable=False, default="")
    made = sa.Column(sa.DateTime(timezone=True), nullable=False)
    automatic = sa.Column(sa.Boolean, nullable=False, default=False)
    snapshot = sa.Column(JSONB, nullable=False)
    files = sa.Column(JSONB, nullable=False, default=dict)
    digest = sa.Column(sa.UnicodeText, nullable=False)
    entry_id = sa.Column(sa.UnicodeText, nullable=False)
    labels = sa.Column(ARRAY(sa.UnicodeText), nullable=False)

    @classmethod
    def of(cls, dataset_id: str) -> list[VersionRow]:
        """Versions of a dataset, the oldest first."""
        query = sa.select(cls).where(cls.dataset_id == dataset_id).order_by(cls.position)
        return list(model.Session.scalars(query))

    @classmethod
    def get(cls, dataset_id: str, label: str) -> VersionRow | None:
        query = sa.select(cls).where(cls.dataset_id == dataset_id, cls.label == label)
        return model.Session.scalar(query)
