"""Datasets' parts of the catalogue, and the order in which a catalogue is read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _text(name: str, **kwargs: object) -> sa.Column:
    kwargs.setdefault("nullable", False)
    return sa.Column(name, sa.UnicodeText, **kwargs)


def upgrade() -> None:
    op.create_table(
        "prov_fragment",
        _text("dataset_id", primary_key=True),
        _text("version"),
        sa.Column("modified", sa.DateTime, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("mentions", ARRAY(sa.UnicodeText), nullable=False),
        _text("nt"),
        _text("nt_shared"),
        _text("jsonld"),
        _text("jsonld_shared"),
        sa.ForeignKeyConstraint(["dataset_id"], ["package.id"], ondelete="CASCADE"),
    )
    op.create_index(
        "prov_fragment_mentions", "prov_fragment", ["mentions"], postgresql_using="gin"
    )
    op.create_table(
        "prov_surroundings",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False, server_default="0"),
    )
    op.execute("INSERT INTO prov_surroundings (id) VALUES (1)")
    op.execute(
        "CREATE INDEX prov_package_public ON package (type, id) INCLUDE (metadata_modified)"
        " WHERE state = 'active' AND NOT private"
    )


def downgrade() -> None:
    op.execute("DROP INDEX prov_package_public")
    op.drop_table("prov_surroundings")
    op.drop_table("prov_fragment")
