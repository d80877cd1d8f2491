"""Catalogue nodes, data elements and code sequences."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, **kwargs: object) -> sa.Column:
    return sa.Column(name, sa.UnicodeText, **kwargs)


def upgrade() -> None:
    op.create_table(
        "govopen_node",
        _text("id", primary_key=True),
        _text("level", nullable=False),
        _text("scheme", nullable=False),
        _text("code", nullable=False, unique=True),
        _text("title", nullable=False),
        _text("title_en", nullable=False, server_default=""),
        _text("parent_id"),
        _text("division_code"),
        _text("org_id"),
        _text("concept_code"),
        sa.Column("position", sa.Integer, nullable=False, server_default="0"),
        _text("state", nullable=False, server_default="active"),
        _text("merged_into_id"),
        sa.Column("created", sa.DateTime, nullable=False, server_default=sa.func.now()),
        sa.Column("modified", sa.DateTime, nullable=False, server_default=sa.func.now()),
        sa.ForeignKeyConstraint(["parent_id"], ["govopen_node.id"]),
        sa.ForeignKeyConstraint(["merged_into_id"], ["govopen_node.id"]),
    )
    op.create_index("govopen_node_parent", "govopen_node", ["parent_id", "position"])
    op.create_index(
        "govopen_node_org",
        "govopen_node",
        ["org_id"],
        unique=True,
        postgresql_where=sa.text("level = 'catalogue' AND org_id IS NOT NULL"),
    )
    op.create_index(
        "govopen_node_class",
        "govopen_node",
        ["parent_id", "scheme", "concept_code"],
        unique=True,
        postgresql_where=sa.text("concept_code IS NOT NULL AND state = 'active'"),
    )
    op.create_table(
        "govopen_element",
        _text("id", primary_key=True),
        _text("code", nullable=False, unique=True),
        _text("name", nullable=False),
        _text("name_key", nullable=False),
        _text("name_en", nullable=False, server_default=""),
        _text("definition", nullable=False, server_default=""),
        _text("type", nullable=False, server_default="C"),
        _text("length", nullable=False, server_default=""),
        _text("precision", nullable=False, server_default=""),
        _text("value_domain", nullable=False, server_default=""),
        _text("sensitivity", nullable=False, server_default="none"),
        _text("standard_code", nullable=False, server_default=""),
        _text("state", nullable=False, server_default="candidate"),
        sa.Column("created", sa.DateTime, nullable=False, server_default=sa.func.now()),
        sa.Column("modified", sa.DateTime, nullable=False, server_default=sa.func.now()),
    )
    op.create_index("govopen_element_name", "govopen_element", ["name_key", "type"], unique=True)
    op.create_table(
        "govopen_sequence",
        _text("prefix", primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("govopen_sequence")
    op.drop_table("govopen_element")
    op.drop_table("govopen_node")
