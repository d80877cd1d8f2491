"""What the gate holds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "3a1d0c5e7b10"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, **kwargs: object) -> sa.Column:
    return sa.Column(name, sa.UnicodeText, nullable=False, **kwargs)


def _empty(*names: str) -> list[sa.Column]:
    return [_text(name, server_default="") for name in names]


def _json(*names: str) -> list[sa.Column]:
    return [sa.Column(name, JSONB, nullable=False, server_default="{}") for name in names]


def _count(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.BigInteger, nullable=False, server_default="0") for name in names]


def _time(name: str, **kwargs: object) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), **kwargs)


def upgrade() -> None:
    op.create_table(
        "masking_upload",
        _text("id", primary_key=True),
        _text("package_id"),
        _text("resource_id"),
        _text("kind"),
        _text("state"),
        sa.Column("number", sa.BigInteger, sa.Identity(), nullable=False),
        _text("sha256"),
        _text("original", server_default="quarantine"),
        *_empty("name", "masked_sha256", "policy", "policy_version", "worker", "step"),
        *_empty("user_id", "previous_id"),
        *_count("size", "attempts", "done"),
        *_json("findings", "problem", "decision", "request"),
        _time("lease"),
        _time("kept_until"),
        _time("created", nullable=False, server_default=sa.func.now()),
        _time("changed", nullable=False, server_default=sa.func.now()),
        _time("ended"),
    )
    op.create_index("masking_upload_resource", "masking_upload", ["resource_id", "number"])
    op.create_index("masking_upload_package", "masking_upload", ["package_id"])
    op.create_index(
        "masking_upload_open",
        "masking_upload",
        ["state", "created"],
        postgresql_where=sa.text("ended IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("masking_upload")
