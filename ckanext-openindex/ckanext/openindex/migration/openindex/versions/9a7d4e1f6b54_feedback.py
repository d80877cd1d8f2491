"""Ratings, requests, and apps with the datasets that they use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "9a7d4e1f6b54"
down_revision = "8f6c3d0e5a43"
branch_labels = None
depends_on = None


def _text(name: str, **kwargs: object) -> sa.Column:
    kwargs.setdefault("nullable", False)
    return sa.Column(name, sa.UnicodeText, **kwargs)


def _moment(name: str) -> sa.Column:
    moment = sa.DateTime(timezone=True)
    return sa.Column(name, moment, nullable=False, server_default=sa.func.now())


def _later(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True))


def upgrade() -> None:
    op.create_table(
        "openindex_rating",
        _text("dataset_id", primary_key=True),
        _text("user_id", primary_key=True),
        sa.Column("value", sa.SmallInteger, sa.CheckConstraint("value BETWEEN 1 AND 5"),
                  nullable=False),
        _moment("since"),
        _moment("changed"),
    )  # fmt: skip
    op.create_table(
        "openindex_request",
        _text("id", primary_key=True),
        _text("dataset_id"),
        _text("user_id"),
        _text("text"),
        _moment("created"),
        _text("answer", nullable=True),
        _later("answered"),
        _text("answered_by", nullable=True),
    )
    op.create_index("openindex_request_dataset", "openindex_request", ["dataset_id", "created"])
    op.create_index("openindex_request_user", "openindex_request", ["user_id", "created"])
    op.create_table(
        "openindex_app",
        _text("id", primary_key=True),
        _text("user_id"),
        _text("title"),
        _text("url"),
        _text("text"),
        _moment("created"),
    )
    op.create_index("openindex_app_user", "openindex_app", ["user_id", "created"])
    op.create_table(
        "openindex_app_use",
        _text("app_id", primary_key=True),
        _text("dataset_id", primary_key=True),
        sa.Column("approved", sa.Boolean),
        _later("decided"),
        _text("decided_by", nullable=True),
    )
    op.create_index("openindex_app_use_dataset", "openindex_app_use", ["dataset_id"])


def downgrade() -> None:
    for name in ("app_use", "app", "request", "rating"):
        op.drop_table(f"openindex_{name}")
