"""Counts of use, and what probes and inspections found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "7e5b2c9d4f32"
down_revision = "6d4a1b8c3e21"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _text(name: str, **kwargs: object) -> sa.Column:
    return sa.Column(name, sa.UnicodeText, nullable=False, **kwargs)


def _number(name: str) -> sa.Column:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _moment(name: str, **kwargs: object) -> sa.Column:
    return sa.Column(name, MOMENT, nullable=False, **kwargs)


def upgrade() -> None:
    op.create_table(
        "openindex_usage",
        _text("dataset_id", primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        _text("kind", primary_key=True),
        _text("resource_id", primary_key=True),
        _number("n"),
    )
    op.create_index("openindex_usage_day", "openindex_usage", ["day"])
    op.create_table(
        "openindex_usage_total",
        _text("dataset_id", primary_key=True),
        _text("kind", primary_key=True),
        _text("resource_id", primary_key=True),
        _number("n"),
    )
    op.create_table(
        "openindex_usage_batch",
        _text("id", primary_key=True),
        _moment("flushed", server_default=sa.func.now()),
        _number("hits"),
        _number("unknown"),
    )
    op.create_table(
        "openindex_usage_loss", sa.Column("day", sa.Date, primary_key=True), _number("n")
    )
    op.create_table(
        "openindex_probe",
        _text("resource_id", primary_key=True),
        _text("kind", primary_key=True),
        _text("dataset_id"),
        _text("url"),
        sa.Column("probe", JSONB, nullable=False),
        sa.Column("evidence", JSONB, nullable=False),
        _moment("checked"),
        _moment("due"),
    )
    op.create_index("openindex_probe_dataset", "openindex_probe", ["dataset_id"])
    op.create_index("openindex_probe_due", "openindex_probe", ["due"])
    op.create_table(
        "openindex_inspection",
        _text("resource_id", primary_key=True),
        _text("dataset_id"),
        _text("version"),
        sa.Column("inspection", JSONB, nullable=False),
        sa.Column("evidence", JSONB, nullable=False),
        _moment("checked"),
        _moment("due"),
    )
    op.create_index("openindex_inspection_dataset", "openindex_inspection", ["dataset_id"])
    op.create_index("openindex_inspection_due", "openindex_inspection", ["due"])


def downgrade() -> None:
    for name in ("inspection", "probe", "usage_loss", "usage_batch", "usage_total", "usage"):
        op.drop_table(f"openindex_{name}")
