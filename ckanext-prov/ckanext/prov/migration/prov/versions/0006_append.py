"""Appends to the log of a dataset in one call, planned once for each connection."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_APPEND = """
CREATE OR REPLACE FUNCTION prov_append(
  a_dataset text, some_rows jsonb, a_count int, a_hash text, a_state jsonb
) RETURNS void AS $$
BEGIN
  INSERT INTO prov_entry
    (id, dataset_id, number, activity, ended, resource_id, body, previous, hash, labels)
  SELECT r.id, a_dataset, r.number, r.activity, r.ended, r.resource_id, r.body, r.previous, r.hash,
    r.labels
  FROM jsonb_to_recordset(some_rows) AS r(
    id text, number int, activity text, ended timestamptz, resource_id text, body jsonb,
    previous text, hash text, labels text[]);
  UPDATE prov_head SET count = a_count, hash = a_hash, modified = now(),
    state = COALESCE(a_state, state)
  WHERE dataset_id = a_dataset;
END
$$ LANGUAGE plpgsql
"""


def upgrade() -> None:
    op.execute(_APPEND)


def downgrade() -> None:
    op.execute("DROP FUNCTION prov_append(text, jsonb, int, text, jsonb)")
