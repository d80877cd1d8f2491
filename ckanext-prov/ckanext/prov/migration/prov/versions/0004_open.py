"""Opens the log of a dataset in one call, planned once for each connection."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# FOR UPDATE waits for other writers and sees what they committed, without writing the head a
# second time. Only a dataset's first writer inserts one; who comes second then waits for it.
_OPEN = """
CREATE OR REPLACE FUNCTION prov_open(a_dataset text, an_owner text, an_actor text)
RETURNS TABLE (
  count int, hash text, state jsonb, tags jsonb, groups jsonb, person jsonb, department text
) AS $$
#variable_conflict use_column
BEGIN
  SELECT h.count, h.hash, h.state INTO count, hash, state
  FROM prov_head h WHERE h.dataset_id = a_dataset FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO prov_head AS h (dataset_id, state) VALUES (a_dataset, '{}')
    ON CONFLICT (dataset_id) DO UPDATE SET dataset_id = EXCLUDED.dataset_id
    RETURNING h.count, h.hash, h.state INTO count, hash, state;
  END IF;
  tags := (
    SELECT jsonb_agg(t.name ORDER BY t.name) FROM tag t JOIN package_tag p ON p.tag_id = t.id
    WHERE p.package_id = a_dataset AND p.state = 'active');
  groups := (
    SELECT jsonb_agg(m.group_id ORDER BY m.group_id) FROM member m
    WHERE m.table_id = a_dataset AND m.table_name = 'package'
      AND m.capacity <> 'organization' AND m.state = 'active');
  person := (
    SELECT jsonb_build_object(
      'id', u.id, 'login', u.name, 'name', COALESCE(NULLIF(u.fullname, ''), u.name),
      'sysadmin', u.sysadmin,
      'role', (SELECT m.capacity FROM member m WHERE m.table_id = u.id AND m.table_name = 'user'
               AND m.group_id = an_owner AND m.state = 'active' LIMIT 1))
    FROM "user" u WHERE u.name = an_actor);
  department := (
    SELECT COALESCE(NULLIF(g.title, ''), g.name) FROM "group" g WHERE g.id = an_owner);
  RETURN NEXT;
END
$$ LANGUAGE plpgsql
"""


def upgrade() -> None:
    op.execute(_OPEN)


def downgrade() -> None:
    op.execute("DROP FUNCTION prov_open(text, text, text)")
