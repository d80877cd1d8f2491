"""What a scan of the site found: one row for a dataset's texts, and one for each resource."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import JSONB

from .upload import now


class MaskingScan(tk.BaseModel):
    """The outcome for one thing that readers can reach. No column has a value of the data.

    ``resource_id`` is empty for the texts of the dataset itself. ``stamp`` tells whether it has
    changed since. ``state`` is ``clean``, ``found``, ``unread`` (``problem`` says why) or ``link``
    (somebody else's file). ``findings`` are mappings with ``where`` (a column or field),
    ``detector``, ``certainty``, ``cells`` and ``decided``: somebody approved it.
    """

    __tablename__ = "masking_scan"

    package_id = sa.Column(sa.UnicodeText, primary_key=True)
    resource_id = sa.Column(sa.UnicodeText, primary_key=True, default="")
    stamp = sa.Column(sa.UnicodeText, nullable=False, default="")
    state = sa.Column(sa.UnicodeText, nullable=False)
    findings = sa.Column(JSONB, nullable=False, default=list)
    problem = sa.Column(JSONB, nullable=False, default=dict)
    scanned = sa.Column(sa.DateTime(timezone=True), nullable=False, default=now)
