"""A data element (数据元): defined once, used by many datasets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk


class Element(tk.BaseModel):
    """``name_key`` is the folded name under which items of datasets find their element.

    ``state`` is ``candidate`` (seen in a dataset), ``registered`` (a standard) or ``merged``, when
    ``merged_into`` is the code of the element that stands in its place.
    """

    __tablename__ = "govopen_element"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=make_uuid)
    code = sa.Column(sa.UnicodeText, nullable=False, unique=True)
    name = sa.Column(sa.UnicodeText, nullable=False)
    name_key = sa.Column(sa.UnicodeText, nullable=False)
    name_en = sa.Column(sa.UnicodeText, nullable=False, default="")
    definition = sa.Column(sa.UnicodeText, nullable=False, default="")
    type = sa.Column(sa.UnicodeText, nullable=False, default="C")
    length = sa.Column(sa.UnicodeText, nullable=False, default="")
    precision = sa.Column(sa.UnicodeText, nullable=False, default="")
    value_domain = sa.Column(sa.UnicodeText, nullable=False, default="")
    sensitivity = sa.Column(sa.UnicodeText, nullable=False, default="none")
    standard_code = sa.Column(sa.UnicodeText, nullable=False, default="")
    state = sa.Column(sa.UnicodeText, nullable=False, default="candidate")
    merged_into = sa.Column(sa.UnicodeText)
    created = sa.Column(sa.DateTime, nullable=False, default=datetime.utcnow)
    modified = sa.Column(
        sa.DateTime, nullable=False, default=datetime.utcnow, onupdate=datetime.utcnow
    )

    @classmethod
    def get(cls, reference: str | None) -> Element | None:
        """The element with this id or code."""
        if not reference:
            return None
        condition = sa.or_(cls.id == reference, cls.code == reference)
        return model.Session.scalar(sa.select(cls).where(condition))

    def as_dict(self) -> dict[str, Any]:
        row = {
            column.name: getattr(self, column.name)
            for column in self.__table__.columns
            if column.name != "name_key"
        }
        row["created"] = self.created.isoformat() if self.created else None
        row["modified"] = self.modified.isoformat() if self.modified else None
        return row
