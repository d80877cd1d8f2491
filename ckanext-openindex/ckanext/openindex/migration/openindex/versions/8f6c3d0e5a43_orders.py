"""Indexes in the very orders that lists of datasets have, so that a page reads its rows alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "8f6c3d0e5a43"
down_revision = "7e5b2c9d4f32"
branch_labels = None
depends_on = None

ORDERS = {
    "score": "score",
    "best": "score DESC NULLS LAST",
    "heat": "heat DESC NULLS LAST",
    "updated": "updated DESC NULLS LAST",
}
BEFORE = ("score", "heat", "updated")


def upgrade() -> None:
    for name in BEFORE:
        op.drop_index(f"openindex_score_{name}", "openindex_score")
    for name, order in ORDERS.items():
        columns = ["version", sa.text(order), "dataset_id"]
        op.create_index(f"openindex_score_{name}", "openindex_score", columns)


def downgrade() -> None:
    for name in ORDERS:
        op.drop_index(f"openindex_score_{name}", "openindex_score")
    for name in BEFORE:
        op.create_index(f"openindex_score_{name}", "openindex_score", ["version", name])
