"""Who may read clear, and who did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "4b2e1d6f8c21"
down_revision = "3a1d0c5e7b10"
branch_labels = None
depends_on = None

# Guards against a slip of the hand. Retention, and tests that empty all tables, say
# SET LOCAL masking.maintenance = 'on'.
_REFUSE = """
CREATE OR REPLACE FUNCTION masking_audit_refuse() RETURNS trigger AS $$
BEGIN
  IF current_setting('masking.maintenance', true) = 'on' THEN
    RETURN COALESCE(NEW, OLD);
  END IF;
  RAISE EXCEPTION 'masking_audit is append-only: % refused', TG_OP;
END
$$ LANGUAGE plpgsql
"""
_TRIGGER = """
CREATE TRIGGER masking_audit_append_only BEFORE UPDATE OR DELETE ON masking_audit
FOR EACH ROW EXECUTE FUNCTION masking_audit_refuse()
"""


def _text(name: str, **kwargs: object) -> sa.Column:
    return sa.Column(name, sa.UnicodeText, nullable=False, **kwargs)


def _empty(*names: str) -> list[sa.Column]:
    return [_text(name, server_default="") for name in names]


def _list(*names: str) -> list[sa.Column]:
    texts = ARRAY(sa.UnicodeText)
    return [sa.Column(name, texts, nullable=False, server_default="{}") for name in names]


def _time(name: str, **kwargs: object) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), **kwargs)


def upgrade() -> None:
    op.create_table(
        "masking_protection",
        _text("resource_id", primary_key=True),
        *_empty("upload_id", "table_name"),
        _text("policy"),
        _text("policy_version"),
        sa.Column("columns", JSONB, nullable=False, server_default="[]"),
        sa.Column("rows", sa.BigInteger, nullable=False, server_default="0"),
        _time("changed", nullable=False, server_default=sa.func.now()),
    )
    op.create_table(
        "masking_grant",
        _text("id", primary_key=True),
        _text("name"),
        _text("user_id"),
        _text("scope"),
        _text("scope_id"),
        *_list("columns"),
        *_empty("purpose", "created_by", "revoked_by"),
        _time("valid_from", nullable=False),
        _time("valid_until", nullable=False),
        _time("created", nullable=False, server_default=sa.func.now()),
        _time("revoked"),
    )
    op.create_index("masking_grant_user", "masking_grant", ["user_id"])
    op.create_index("masking_grant_scope", "masking_grant", ["scope_id"])
    _create_audit()


def _create_audit() -> None:
    op.create_table(
        "masking_audit",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        _time("time", nullable=False, server_default=sa.func.clock_timestamp()),
        _text("user_id"),
        _text("purpose"),
        _text("resource_id"),
        _text("package_id"),
        *_empty("owner_org"),
        *_list("columns", "filters", "grants"),
        sa.Column("rows", sa.BigInteger, nullable=False),
        _text("exit"),
        _text("policy"),
        _text("policy_version"),
    )
    op.create_index("masking_audit_resource", "masking_audit", ["resource_id", "id"])
    op.create_index("masking_audit_user", "masking_audit", ["user_id", "id"])
    op.create_index("masking_audit_time", "masking_audit", ["time"])
    op.execute(_REFUSE)
    op.execute(_TRIGGER)


def downgrade() -> None:
    for table in ("masking_audit", "masking_grant", "masking_protection"):
        op.drop_table(table)
    op.execute("DROP FUNCTION masking_audit_refuse()")
