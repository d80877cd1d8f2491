"""Harvest runs, the identity of harvested records, received calls."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _text(name: str, **kwargs: object) -> sa.Column:
    return sa.Column(name, sa.UnicodeText, **kwargs)


def _count(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def _moment(name: str, **kwargs: object) -> sa.Column:
    return sa.Column(name, sa.DateTime, **kwargs)


def upgrade() -> None:
    op.create_table(
        "govopen_harvest_run",
        _text("job_id", primary_key=True),
        _text("source_id", nullable=False),
        _text("mode", nullable=False, server_default="harvest"),
        _text("stage", nullable=False, server_default="gather"),
        _text("cursor"),
        sa.Column("announced", sa.Integer),
        _count("gathered"),
        _count("missing"),
        _count("restored"),
        _flag("accept_loss"),
        _text("error", nullable=False, server_default=""),
        _count("attempts"),
        _moment("heartbeat", nullable=False, server_default=sa.func.now()),
        _moment("created", nullable=False, server_default=sa.func.now()),
        _moment("finished"),
    )
    op.create_index("govopen_harvest_run_source", "govopen_harvest_run", ["source_id", "created"])
    op.create_index(
        "govopen_harvest_run_open",
        "govopen_harvest_run",
        ["heartbeat"],
        postgresql_where=sa.text("stage <> 'done'"),
    )
    op.create_table(
        "govopen_harvest_record",
        _text("source_id", primary_key=True),
        _text("record_id", primary_key=True),
        _text("package_id", nullable=False),
        _text("object_id"),
        _text("raw_hash", nullable=False, server_default=""),
        _text("content_hash", nullable=False, server_default=""),
        _flag("withdrawn"),
        _moment("modified", nullable=False, server_default=sa.func.now()),
    )
    op.create_index("govopen_harvest_record_package", "govopen_harvest_record", ["package_id"])
    op.create_table(
        "govopen_received_call",
        _text("digest", primary_key=True),
        _moment("expires", nullable=False),
    )
    op.create_index("govopen_received_call_expires", "govopen_received_call", ["expires"])


def downgrade() -> None:
    op.drop_table("govopen_received_call")
    op.drop_table("govopen_harvest_record")
    op.drop_table("govopen_harvest_run")
