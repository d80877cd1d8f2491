"""A site with made inputs, their datasets and departments, and history, written past CKAN."""

from __future__ import annotations

from itertools import islice

import sqlalchemy as sa
from ckan import model
from ckanext.openindex.adapters import copying, inputs

from . import made

INPUT = ("dataset_id", "part", "since", "digest", "body")
DATASET = (
    "id", "name", "title", "type", "state", "private", "owner_org", "extras", "metadata_created",
    "metadata_modified",
)  # fmt: skip
DEPARTMENT = ("id", "name", "title", "type", "is_organization", "state", "approval_status")
HISTORY = """
INSERT INTO openindex_history
  (version, kind, id, day, parent_id, title, gone, datasets, score, band, dimensions)
SELECT version, kind, id, CURRENT_DATE - back, parent_id, title, false, datasets, score, band,
       (SELECT jsonb_object_agg(one ->> 'id', one -> 'value')
        FROM jsonb_array_elements(dimensions) AS one)
FROM openindex_node, generate_series(1, :days) AS back
"""
DATASETS = """
INSERT INTO openindex_history
  (version, kind, id, day, parent_id, title, gone, datasets, score, band, dimensions)
SELECT version, 'dataset', dataset_id, CURRENT_DATE - 1, node_id, '', false, 1, score, band,
       dimensions
FROM openindex_score
"""


def fill(count: int) -> None:
    """Store made inputs, as they would have been kept, and their datasets and departments."""
    facts, departments = made.datasets(count), set[str]()
    while batch := list(islice(facts, 1000)):
        rows = [
            (one.id, part, made.AS_OF, inputs.digest_of(body), body)
            for one in batch
            for part, body in inputs.split(one).items()
        ]
        connection = model.Session.connection()
        copying.copy(connection, "openindex_input", INPUT, rows)
        datasets = [
            (one.id, one.name, f"数据集 {one.name}", "dataset", "active", False,
             one.organization_id, {}, one.created, one.modified)
            for one in batch
        ]  # fmt: skip
        copying.copy(connection, "package", DATASET, datasets)
        departments |= {one.organization_id for one in batch}
        model.Session.commit()
    rows = [
        (one, one, f"部门 {one}", "organization", True, "active", "approved")
        for one in sorted(departments)
    ]
    copying.copy(model.Session.connection(), '"group"', DEPARTMENT, rows)
    model.Session.commit()


def remember(days: int) -> None:
    """``days`` of history of all nodes and a day of all datasets, and what the database then knows
    of its tables, as its own daily work would have it."""
    run = model.Session.execute
    run(sa.text(HISTORY), {"days": days})
    run(sa.text(DATASETS))
    model.Session.commit()
    with model.meta.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("ANALYZE"))
