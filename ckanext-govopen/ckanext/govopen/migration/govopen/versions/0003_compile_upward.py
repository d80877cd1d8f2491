"""Compiling catalogues upward; keepers of nodes, merged elements, towns, unique resource codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _text(name: str, **kwargs: object) -> sa.Column:
    return sa.Column(name, sa.UnicodeText, **kwargs)


def _time(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime, nullable=False, server_default=sa.func.now())


def upgrade() -> None:
    op.add_column("govopen_node", _text("keeper_id"))
    op.create_index(
        "govopen_node_region",
        "govopen_node",
        ["division_code"],
        unique=True,
        postgresql_where=sa.text("scheme = 'region' AND state = 'active'"),
    )
    op.add_column("govopen_element", _text("merged_into"))
    op.create_table(
        "govopen_town",
        _text("code", primary_key=True),
        _text("name", nullable=False),
        _text("parent", nullable=False),
    )
    # Resource codes never repeat: the database has the last word on it.
    op.execute(
        "CREATE UNIQUE INDEX govopen_package_res_code ON package ((extras ->> 'res_code'))"
        " WHERE extras ->> 'res_code' IS NOT NULL"
    )
    op.execute("CREATE INDEX govopen_package_home ON package ((extras ->> 'subcatalogue'))")
    _create_submissions()


def _create_submissions() -> None:
    op.create_table(
        "govopen_submission",
        _text("id", primary_key=True),
        _text("node_id", nullable=False),
        _text("target_id", nullable=False),
        _text("state", nullable=False),
        _text("note", nullable=False, server_default=""),
        _text("created_by", nullable=False),
        _time("created"),
        _time("modified"),
        sa.ForeignKeyConstraint(["node_id"], ["govopen_node.id"]),
        sa.ForeignKeyConstraint(["target_id"], ["govopen_node.id"]),
    )
    op.create_index(
        "govopen_submission_open",
        "govopen_submission",
        ["node_id", "target_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('submitted', 'returned')"),
    )
    op.create_table(
        "govopen_submission_item",
        _text("submission_id", primary_key=True),
        _text("dataset_id", primary_key=True),
        _text("proposal", nullable=False),
        _text("duplicate_of"),
        sa.Column("likeness", sa.Float, nullable=False, server_default="0"),
        _text("decision"),
        sa.ForeignKeyConstraint(["submission_id"], ["govopen_submission.id"]),
    )
    op.create_table(
        "govopen_submission_step",
        _text("id", primary_key=True),
        _text("submission_id", nullable=False),
        _text("action", nullable=False),
        _text("actor", nullable=False),
        _text("reason", nullable=False, server_default=""),
        sa.Column("position", sa.Integer, nullable=False),
        _time("created"),
        sa.ForeignKeyConstraint(["submission_id"], ["govopen_submission.id"]),
        sa.UniqueConstraint("submission_id", "position"),
    )


def downgrade() -> None:
    for name in ("step", "item"):
        op.drop_table(f"govopen_submission_{name}")
    op.drop_table("govopen_submission")
    op.execute("DROP INDEX govopen_package_home")
    op.execute("DROP INDEX govopen_package_res_code")
    op.drop_table("govopen_town")
    op.drop_column("govopen_element", "merged_into")
    op.drop_index("govopen_node_region", "govopen_node")
    op.drop_column("govopen_node", "keeper_id")
