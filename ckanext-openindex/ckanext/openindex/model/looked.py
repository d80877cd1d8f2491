"""What was found when an address was last asked, and when a file was last opened."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import JSONB


class ProbeRow(tk.BaseModel):
    """The latest probe of one address of a resource.

    ``kind`` is ``access`` or ``download``; ``probe`` a :class:`..domain.facts.Probe` as JSON;
    ``due`` when the address is to be asked again; ``evidence`` what else was seen: the hops, the
    headers that were looked at, the seconds it took.
    """

    __tablename__ = "openindex_probe"

    resource_id = sa.Column(sa.UnicodeText, primary_key=True)
    kind = sa.Column(sa.UnicodeText, primary_key=True)
    dataset_id = sa.Column(sa.UnicodeText, nullable=False)
    url = sa.Column(sa.UnicodeText, nullable=False)
    probe = sa.Column(JSONB, nullable=False)
    evidence = sa.Column(JSONB, nullable=False)
    checked = sa.Column(sa.DateTime(timezone=True), nullable=False)
    due = sa.Column(sa.DateTime(timezone=True), nullable=False)


class InspectionRow(tk.BaseModel):
    """The latest inspection of a resource's content.

    ``version`` tells whether the content may have changed since: its address, its file's time and
    size. ``inspection`` is a :class:`..domain.facts.Inspection` as JSON; ``evidence`` the first
    faults with their rows.
    """

    __tablename__ = "openindex_inspection"

    resource_id = sa.Column(sa.UnicodeText, primary_key=True)
    dataset_id = sa.Column(sa.UnicodeText, nullable=False)
    version = sa.Column(sa.UnicodeText, nullable=False)
    inspection = sa.Column(JSONB, nullable=False)
    evidence = sa.Column(JSONB, nullable=False)
    checked = sa.Column(sa.DateTime(timezone=True), nullable=False)
    due = sa.Column(sa.DateTime(timezone=True), nullable=False)
