"""Element codes inside datasets, changed in bulk."""

from __future__ import annotations

import json

import sqlalchemy as sa
from ckan import model


def replace(old_code: str, new_code: str) -> list[str]:
    """Write ``new_code`` wherever a dataset's elements have ``old_code``. Returns their ids.

    Deleted datasets are changed too, as they may come back. The caller commits.
    """
    package = model.package_table
    stored = package.c.extras["elements"].astext
    query = sa.select(package.c.id, stored).where(stored.contains(f'"{old_code}"'))
    changed: list[str] = []
    for dataset_id, text in model.Session.execute(query.with_for_update()).all():
        rows = json.loads(text)
        for row in rows:
            if row.get("element_code") == old_code:
                row["element_code"] = new_code
        value = sa.func.to_jsonb(sa.cast(json.dumps(rows), sa.UnicodeText))
        extras = sa.func.jsonb_set(package.c.extras, "{elements}", value)
        model.Session.execute(
            sa.update(package).where(package.c.id == dataset_id).values(extras=extras)
        )
        changed.append(dataset_id)
    return changed
