"""A lower catalogue submitted to an upper one: its datasets, the decisions on them, its history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk


class Submission(tk.BaseModel):
    """``node_id`` is the catalogue that is submitted, ``target_id`` the one it goes to."""

    __tablename__ = "govopen_submission"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=make_uuid)
    node_id = sa.Column(sa.UnicodeText, sa.ForeignKey("govopen_node.id"), nullable=False)
    target_id = sa.Column(sa.UnicodeText, sa.ForeignKey("govopen_node.id"), nullable=False)
    state = sa.Column(sa.UnicodeText, nullable=False)
    note = sa.Column(sa.UnicodeText, nullable=False, default="")
    created_by = sa.Column(sa.UnicodeText, nullable=False)
    created = sa.Column(sa.DateTime, nullable=False, default=datetime.utcnow)
    modified = sa.Column(
        sa.DateTime, nullable=False, default=datetime.utcnow, onupdate=datetime.utcnow
    )

    @classmethod
    def get(cls, reference: str, *, lock: bool = False) -> Submission | None:
        """The submission with this id; ``lock`` keeps others from changing it meanwhile."""
        query = sa.select(cls).where(cls.id == reference)
        if lock:
            query = query.with_for_update().execution_options(populate_existing=True)
        return model.Session.scalar(query)

    def as_dict(self) -> dict[str, Any]:
        row = {column.name: getattr(self, column.name) for column in self.__table__.columns}
        row["created"] = self.created.isoformat()
        row["modified"] = self.modified.isoformat()
        return row


class SubmissionItem(tk.BaseModel):
    """One dataset of a submission.

    ``proposal`` is ``new`` or ``duplicate`` (then of ``duplicate_of``, with the ``likeness`` from
    0 to 1); ``decision`` is empty, ``accept`` or ``refuse``.
    """

    __tablename__ = "govopen_submission_item"

    submission_id = sa.Column(
        sa.UnicodeText, sa.ForeignKey("govopen_submission.id"), primary_key=True
    )
    dataset_id = sa.Column(sa.UnicodeText, primary_key=True)
    proposal = sa.Column(sa.UnicodeText, nullable=False)
    duplicate_of = sa.Column(sa.UnicodeText)
    likeness = sa.Column(sa.Float, nullable=False, default=0.0)
    decision = sa.Column(sa.UnicodeText)


class SubmissionStep(tk.BaseModel):
    """What somebody did to a submission; rows are added and never changed."""

    __tablename__ = "govopen_submission_step"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=make_uuid)
    submission_id = sa.Column(
        sa.UnicodeText, sa.ForeignKey("govopen_submission.id"), nullable=False
    )
    action = sa.Column(sa.UnicodeText, nullable=False)
    actor = sa.Column(sa.UnicodeText, nullable=False)
    reason = sa.Column(sa.UnicodeText, nullable=False, default="")
    position = sa.Column(sa.Integer, nullable=False)
    created = sa.Column(sa.DateTime, nullable=False, default=datetime.utcnow)
