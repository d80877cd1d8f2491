"""Finds entries by what they name: agents, plans, records of sources."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_INDEXES = {
    "prov_entry_agents": "gin ((body -> 'agents') jsonb_path_ops)",
    "prov_entry_plan": (
        "btree ((body #>> '{plan,id}')) WHERE (body #>> '{plan,id}') IS NOT NULL"
    ),
    "prov_entry_records": (
        "gin ((body -> 'used') jsonb_path_ops) WHERE activity IN ('harvested', 'received')"
    ),
}  # fmt: skip


def upgrade() -> None:
    for name, what in _INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON prov_entry USING {what}")


def downgrade() -> None:
    for name in _INDEXES:
        op.execute(f"DROP INDEX {name}")
