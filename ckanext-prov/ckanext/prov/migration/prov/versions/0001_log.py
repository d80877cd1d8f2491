"""The log of each dataset, its heads, versions, derivations and seals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Guards against a slip of the hand; `ckan prov verify` is what finds the change of somebody who
# can drop the trigger. Tests empty all tables and restorers correct them: SET prov.maintenance.
_REFUSE = """
CREATE OR REPLACE FUNCTION prov_entry_refuse() RETURNS trigger AS $$
BEGIN
  IF current_setting('prov.maintenance', true) = 'on' THEN
    RETURN COALESCE(NEW, OLD);
  END IF;
  RAISE EXCEPTION 'prov_entry is append-only: % refused', TG_OP;
END
$$ LANGUAGE plpgsql
"""
_TRIGGER = """
CREATE TRIGGER prov_entry_append_only BEFORE UPDATE OR DELETE ON prov_entry
FOR EACH ROW EXECUTE FUNCTION prov_entry_refuse()
"""


def _text(name: str, **kwargs: object) -> sa.Column:
    kwargs.setdefault("nullable", False)
    return sa.Column(name, sa.UnicodeText, **kwargs)


def _time(name: str) -> sa.Column:
    moment = sa.DateTime(timezone=True)
    return sa.Column(name, moment, nullable=False, server_default=sa.func.now())


def _json(name: str) -> sa.Column:
    return sa.Column(name, JSONB, nullable=False)


def _labels() -> sa.Column:
    return sa.Column("labels", ARRAY(sa.UnicodeText), nullable=False, server_default="{}")


def upgrade() -> None:
    op.create_table(
        "prov_entry",
        _text("id", primary_key=True),
        _text("dataset_id"),
        sa.Column("number", sa.Integer, nullable=False),
        _text("activity"),
        _time("ended"),
        _text("resource_id"),
        _json("body"),
        _text("previous"),
        _text("hash"),
        _labels(),
        sa.UniqueConstraint("dataset_id", "number"),
    )
    op.create_index("prov_entry_activity", "prov_entry", ["activity", "ended"])
    op.execute(_REFUSE)
    op.execute(_TRIGGER)
    op.create_table(
        "prov_head",
        _text("dataset_id", primary_key=True),
        sa.Column("count", sa.Integer, nullable=False, server_default="0"),
        _text("hash", server_default=""),
        _json("state"),
        _time("modified"),
    )
    _create_versions()
    op.create_table(
        "prov_seal",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        _time("made"),
        _json("heads"),
        sa.Column("datasets", sa.Integer, nullable=False),
        sa.Column("entries", sa.BigInteger, nullable=False),
        _text("root"),
        _text("previous"),
        _text("mac"),
    )


def _create_versions() -> None:
    op.create_table(
        "prov_version",
        _text("id", primary_key=True),
        _text("dataset_id"),
        _text("label"),
        sa.Column("position", sa.Integer, nullable=False),
        _text("note", server_default=""),
        _time("made"),
        sa.Column("automatic", sa.Boolean, nullable=False, server_default=sa.false()),
        _json("snapshot"),
        _json("files"),
        _text("digest"),
        _text("entry_id"),
        _labels(),
        sa.UniqueConstraint("dataset_id", "label"),
        sa.UniqueConstraint("dataset_id", "position"),
    )
    op.create_table(
        "prov_derivation",
        _text("id", primary_key=True),
        _text("dataset_id"),
        _text("resource_id", server_default=""),
        _text("source_dataset_id", server_default=""),
        _text("source_resource_id", server_default=""),
        _text("source_iri", server_default=""),
        _text("note", server_default=""),
        _time("made"),
        sa.UniqueConstraint(
            "dataset_id", "resource_id", "source_dataset_id", "source_resource_id", "source_iri"
        ),
    )
    op.create_index("prov_derivation_source", "prov_derivation", ["source_dataset_id"])


def downgrade() -> None:
    for name in ("seal", "derivation", "version", "head", "entry"):
        op.drop_table(f"prov_{name}")
    op.execute("DROP FUNCTION prov_entry_refuse")
