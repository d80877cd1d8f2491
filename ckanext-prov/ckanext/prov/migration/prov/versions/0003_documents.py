"""Documents of provenance as the public gets them, and when surroundings last changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _text(name: str, **kwargs: object) -> sa.Column:
    kwargs.setdefault("nullable", False)
    return sa.Column(name, sa.UnicodeText, **kwargs)


def upgrade() -> None:
    op.create_table(
        "prov_document",
        _text("dataset_id", primary_key=True),
        _text("resource_id", primary_key=True, server_default=""),
        _text("extension", primary_key=True),
        _text("etag"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["package.id"], ondelete="CASCADE"),
    )
    moment = sa.DateTime(timezone=True)
    op.add_column(
        "prov_surroundings",
        sa.Column("modified", moment, nullable=False, server_default=sa.func.now()),
    )


def downgrade() -> None:
    op.drop_column("prov_surroundings", "modified")
    op.drop_table("prov_document")
