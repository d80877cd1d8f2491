"""Inputs, marks, methodologies, scores of datasets and nodes, and their history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "6d4a1b8c3e21"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _text(name: str, **kwargs: object) -> sa.Column:
    kwargs.setdefault("nullable", False)
    return sa.Column(name, sa.UnicodeText, **kwargs)


def _serial() -> sa.Column:
    return sa.Column("id", sa.BigInteger, sa.Identity(always=False), primary_key=True)


def _now(name: str) -> sa.Column:
    return sa.Column(name, MOMENT, nullable=False, server_default=sa.func.now())


def upgrade() -> None:
    _create_inputs()
    _create_scores()
    op.create_table(
        "openindex_history",
        _text("version", primary_key=True),
        _text("kind", primary_key=True),
        _text("id", primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        _text("parent_id", nullable=True),
        _text("title", server_default=""),
        sa.Column("gone", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("datasets", sa.Integer),
        sa.Column("score", sa.Float),
        _text("band", server_default=""),
        sa.Column("dimensions", JSONB, nullable=False),
    )
    op.create_index("openindex_history_day", "openindex_history", ["version", "kind", "day"])


def _create_inputs() -> None:
    op.create_table(
        "openindex_input",
        _serial(),
        _text("dataset_id"),
        _text("part"),
        _now("since"),
        sa.Column("until", MOMENT),
        _text("digest"),
        _text("body", nullable=True),
    )
    op.create_index(
        "openindex_input_current", "openindex_input", ["part", "dataset_id"],
        unique=True, postgresql_where=sa.text("until IS NULL"),
    )  # fmt: skip
    op.create_index("openindex_input_past", "openindex_input", ["dataset_id", "since"])
    op.create_table(
        "openindex_mark", _serial(), _text("dataset_id"), _text("why"), _now("since")
    )
    op.create_table(
        "openindex_methodology",
        _text("version", primary_key=True),
        _text("digest"),
        _text("text"),
        _now("seen"),
    )


def _create_scores() -> None:
    op.create_table(
        "openindex_score",
        _text("version", primary_key=True),
        _text("dataset_id", primary_key=True),
        _text("node_id"),
        sa.Column("path", ARRAY(sa.UnicodeText), nullable=False),
        sa.Column("score", sa.Float),
        _text("band"),
        sa.Column("dimensions", JSONB, nullable=False),
        _text("indicators"),
        _text("contribution"),
        sa.Column("mqa", sa.Integer),
        sa.Column("heat", sa.Float),
        sa.Column("updated", MOMENT),
        _text("input_digest"),
        sa.Column("as_of", sa.Date, nullable=False),
        _now("computed"),
    )
    op.create_index("openindex_score_node", "openindex_score", ["version", "node_id", "score"])
    for column in ("score", "heat", "updated"):
        op.create_index(f"openindex_score_{column}", "openindex_score", ["version", column])
    op.create_table(
        "openindex_node",
        _text("version", primary_key=True),
        _text("id", primary_key=True),
        _text("kind"),
        _text("parent_id", nullable=True),
        _text("title"),
        _text("division_code", server_default=""),
        sa.Column("datasets", sa.Integer, nullable=False),
        sa.Column("score", sa.Float),
        _text("band"),
        sa.Column("dimensions", JSONB, nullable=False),
        sa.Column("sums", JSONB, nullable=False),
        _now("computed"),
    )
    op.create_index("openindex_node_parent", "openindex_node", ["version", "kind", "parent_id"])


def downgrade() -> None:
    for name in ("history", "node", "score", "methodology", "mark", "input"):
        op.drop_table(f"openindex_{name}")
