"""The harvest's own book-keeping, gathered for a batch and written in a few statements."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckanext.govopen.model import HarvestRecord, HarvestRun
from ckanext.harvest.model import HarvestObject, HarvestObjectError, HarvestObjectExtra
from sqlalchemy.dialects.postgresql import insert

_KEYS = ("source_id", "record_id")


class Ledger:
    """Changes to the objects of a job and to the memory of its source's records."""

    def __init__(self, source_id: str, job_id: str) -> None:
        self.source_id, self.job_id = source_id, job_id
        self._clear()

    def _clear(self) -> None:
        self._objects: dict[str, dict[str, Any]] = defaultdict(dict)
        self._records: dict[str, dict[str, Any]] = {}
        self._errors: list[dict[str, Any]] = []
        self._extras: list[dict[str, Any]] = []
        self._restored = 0

    def set(self, ids: Iterable[str], **values: Any) -> None:
        """Set columns of objects."""
        for one in ids:
            self._objects[one].update(values)

    def remember(self, record_id: str, **values: Any) -> None:
        """What is known of a record from now on: every column of HarvestRecord but its key."""
        key = {"source_id": self.source_id, "record_id": record_id}
        self._records[record_id] = {**key, **values, "modified": datetime.utcnow()}

    def error(self, object_id: str, stage: str, message: str) -> None:
        """Why an object failed."""
        self._errors.append(
            {
                "id": make_uuid(),
                "harvest_object_id": object_id,
                "message": message,
                "stage": stage,
                "created": datetime.utcnow(),
            }
        )

    def note(self, object_id: str, key: str, value: str) -> None:
        """A note on an object."""
        row = {"id": make_uuid(), "harvest_object_id": object_id, "key": key, "value": value}
        self._extras.append(row)

    def restored(self) -> None:
        """Count a dataset that came back."""
        self._restored += 1

    def flush(self) -> None:
        """Write everything into the session's transaction."""
        for columns, rows in self._by_columns().items():
            model.Session.connection().execute(_update(columns), {"rows": _json(rows)})
        if self._records:
            upsert = insert(HarvestRecord).values(list(self._records.values()))
            new = {c.name: upsert.excluded[c.name] for c in HarvestRecord.__table__.columns}
            changed = {name: value for name, value in new.items() if name not in _KEYS}
            model.Session.execute(upsert.on_conflict_do_update(index_elements=_KEYS, set_=changed))
        for entity, rows in (
            (HarvestObjectError, self._errors),
            (HarvestObjectExtra, self._extras),
        ):
            if rows:
                model.Session.execute(sa.insert(entity), rows)
        if self._restored:
            update = sa.update(HarvestRun).where(HarvestRun.job_id == self.job_id)
            model.Session.execute(update.values(restored=HarvestRun.restored + self._restored))
        self._clear()

    def _by_columns(self) -> dict[Sequence[str], list[dict[str, Any]]]:
        """Changes that set the same columns go together into one statement."""
        groups: dict[Sequence[str], list[dict[str, Any]]] = defaultdict(list)
        for one, values in self._objects.items():
            groups[tuple(sorted(values))].append({"id": one, **values})
        return groups


def _json(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, default=datetime.isoformat)


@cache
def _update(columns: Sequence[str]) -> sa.Update:
    """Sets ``columns`` of any number of objects at once: they come as JSON in ``rows``."""
    table = HarvestObject.__table__
    rows = sa.func.json_to_recordset(sa.cast(sa.bindparam("rows", type_=sa.Text), sa.JSON))
    typed = (sa.column(name, table.c[name].type) for name in ("id", *columns))
    given = rows.table_valued(*typed, name="given").render_derived(with_types=True)
    update = sa.update(table).where(table.c.id == given.c.id)
    return update.values({name: given.c[name] for name in columns})
