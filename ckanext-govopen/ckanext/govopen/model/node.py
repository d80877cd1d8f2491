"""A node of the catalogue tree: a catalogue (数据目录) or a sub-catalogue (数据子目录)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk


class Node(tk.BaseModel):
    """``parent_id`` is the only structure: codes are opaque and never sliced.

    ``org_id`` is the department whose catalogue this is; ``keeper_id`` the organization that
    keeps a region's catalogue, edits what is below it and reviews what is submitted to it.
    """

    __tablename__ = "govopen_node"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=make_uuid)
    level = sa.Column(sa.UnicodeText, nullable=False)
    scheme = sa.Column(sa.UnicodeText, nullable=False)
    code = sa.Column(sa.UnicodeText, nullable=False, unique=True)
    title = sa.Column(sa.UnicodeText, nullable=False)
    title_en = sa.Column(sa.UnicodeText, nullable=False, default="")
    parent_id = sa.Column(sa.UnicodeText, sa.ForeignKey("govopen_node.id"))
    division_code = sa.Column(sa.UnicodeText)
    org_id = sa.Column(sa.UnicodeText)
    keeper_id = sa.Column(sa.UnicodeText)
    concept_code = sa.Column(sa.UnicodeText)
    position = sa.Column(sa.Integer, nullable=False, default=0)
    state = sa.Column(sa.UnicodeText, nullable=False, default="active")
    merged_into_id = sa.Column(sa.UnicodeText, sa.ForeignKey("govopen_node.id"))
    created = sa.Column(sa.DateTime, nullable=False, default=datetime.utcnow)
    modified = sa.Column(
        sa.DateTime, nullable=False, default=datetime.utcnow, onupdate=datetime.utcnow
    )

    @classmethod
    def get(cls, reference: str | None) -> Node | None:
        """The node with this id or code."""
        if not reference:
            return None
        condition = sa.or_(cls.id == reference, cls.code == reference)
        return model.Session.scalar(sa.select(cls).where(condition))

    def as_dict(self) -> dict[str, Any]:
        row = {column.name: getattr(self, column.name) for column in self.__table__.columns}
        row["created"] = self.created.isoformat() if self.created else None
        row["modified"] = self.modified.isoformat() if self.modified else None
        return row
