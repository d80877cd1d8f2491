"""What was found in what is on the site already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "5c3f2e7a9d32"
down_revision = "4b2e1d6f8c21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "masking_scan",
        sa.Column("package_id", sa.UnicodeText, primary_key=True),
        sa.Column("resource_id", sa.UnicodeText, primary_key=True),
        sa.Column("stamp", sa.UnicodeText, nullable=False),
        sa.Column("state", sa.UnicodeText, nullable=False),
        sa.Column("findings", JSONB, nullable=False),
        sa.Column("problem", JSONB, nullable=False),
        sa.Column("scanned", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_masking_scan_state", "masking_scan", ["state", "scanned"])


def downgrade() -> None:
    op.drop_table("masking_scan")
