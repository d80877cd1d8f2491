"""Large values are compressed by lz4, which takes less time than PostgreSQL's own way."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_LARGE = {
    "prov_fragment": ("nt", "nt_shared", "jsonld", "jsonld_shared"),
    "prov_head": ("state",),
}

# A server that was built without lz4 goes on as before.
_SET = """
DO $$ BEGIN
  ALTER TABLE {table} ALTER COLUMN {column} SET COMPRESSION {way};
EXCEPTION WHEN feature_not_supported OR syntax_error THEN NULL;
END $$
"""


def upgrade() -> None:
    _compress("lz4")


def downgrade() -> None:
    _compress("default")


def _compress(way: str) -> None:
    for table, columns in _LARGE.items():
        for column in columns:
            op.execute(_SET.format(table=table, column=column, way=way))
