"""Activities of datasets written in bulk, when CKAN's activity plugin is on.

The activity plugin listens to the actions' signal, reads each dataset again and checks its own
input; a batch records the same rows in one statement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import ckan.plugins as p
import sqlalchemy as sa
from ckan import model
from ckan.lib.plugins import get_permission_labels
from ckan.model.types import make_uuid

from .bulk_read import Shown


@dataclass(frozen=True, slots=True)
class Entry:
    """A dataset and what was done: ``create`` or ``update``."""

    package: model.Package
    action: str


def user_id(name: str) -> str | None:
    """Id of the user called ``name``."""
    user = model.User.get(name)
    return user.id if user else None


def record(
    entries: Sequence[Entry], actor: str | None, name: str, shown: Mapping[str, Shown]
) -> None:
    """Add one activity for each entry to the transaction, with the dataset as it is ``shown``.

    ``actor`` and ``name`` are id and name of the user.
    """
    if not entries or not p.plugin_loaded("activity"):
        return
    from ckanext.activity.model import Activity

    labels = get_permission_labels()
    rows = []
    for entry in entries:
        word = "new" if entry.action == "create" else "changed"
        rows.append(
            {
                "id": make_uuid(),
                "timestamp": datetime.utcnow(),
                "user_id": actor,
                "object_id": entry.package.id,
                "activity_type": f"{word} package",
                "data": {"package": shown[entry.package.id][1], "actor": name},
                "permission_labels": labels.get_dataset_labels(entry.package),
            }
        )
    model.Session.execute(sa.insert(Activity), rows)
