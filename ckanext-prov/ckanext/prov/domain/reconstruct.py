"""Entries for what happened before there was a log, from what else remembers it.

Each has an id that only its source decides, so that reading the sources again adds nothing; each
is marked as reconstructed. Times of CKAN's tables have no zone and are UTC.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Final, cast
from uuid import UUID, uuid5

from ckanext.prov.domain.changes import digests
from ckanext.prov.domain.record import Agent, Entity, Entry

NAMESPACE: Final = UUID("0d9f2f4e-6f3c-5a0b-9a64-5d1c4f1a7c55")
"""Of the ids made here; a constant, chosen once."""

_ACTIVITIES: Final = {
    "new package": "dataset_created",
    "changed package": "dataset_changed",
    "deleted package": "dataset_deleted",
}
_NOISE: Final = frozenset(
    {
        "metadata_modified", "metadata_created", "resources", "organization", "num_tags",
        "num_resources", "tracking_summary", "isopen", "license_title", "license_url",
        "relationships_as_subject", "relationships_as_object", "revision_id", "creator_user_id",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remembered:
    """A row of CKAN's activity table: ``dataset`` is the snapshot it holds, {} for none."""

    id: str
    kind: str
    moment: datetime
    agent: Agent
    dataset: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Harvested:
    """A harvest object that became the dataset; ``content`` is the record as it came."""

    id: str
    source_id: str
    record_id: str
    job_id: str
    moment: datetime
    outcome: str
    content: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A resource as it is now; ``sha256`` of its file, empty when the site does not hold one."""

    id: str
    created: datetime | None
    modified: datetime | None
    sha256: str = ""


@dataclass
class Reconstruction:
    """Gathers the entries of one dataset.

    ``before``: what happened from then on was recorded. ``told``: activity and resource id of
    what was recorded; the model's times are a moment older than the log's.
    """

    dataset_id: str
    before: datetime | None = None
    told: frozenset[tuple[str, str]] = frozenset()
    entries: list[Entry] = field(default_factory=lambda: cast("list[Entry]", []))
    _created: bool = False
    _uploaded: set[str] = field(default_factory=lambda: cast("set[str]", set()))

    def activities(self, rows: Iterable[Remembered]) -> None:
        """Read activities, the oldest first: which fields changed is told from their snapshots."""
        known: dict[str, str] | None = None
        resources: dict[str, str] = {}
        for row in rows:
            activity = _ACTIVITIES.get(row.kind)
            if activity is None:
                continue
            now = digests({k: v for k, v in row.dataset.items() if k not in _NOISE})
            listed = cast("Sequence[Mapping[str, Any]]", row.dataset.get("resources") or ())
            files = {str(one.get("id")): str(one.get("url") or "") for one in listed}
            names: list[str] = []
            if known is not None and row.dataset:
                names = sorted(n for n in {*known, *now} if known.get(n) != now.get(n))
            details = {"fields": names} if names else {}
            self._activity(row, activity, details)
            if row.dataset:
                self._files(row, resources, files)
                known, resources = now, files

    def harvests(self, rows: Iterable[Harvested]) -> None:
        """Read harvest objects that added or changed the dataset."""
        for row in rows:
            sha256 = hashlib.sha256(row.content.encode()).hexdigest() if row.content else ""
            record = Entity("record", f"{row.source_id}/{row.record_id}", sha256=sha256)
            details = {"action": row.outcome, "job": row.job_id, "object": row.id}
            self._add(
                f"harvest/{row.id}",
                "harvested",
                row.moment,
                used=(record,),
                generated=(Entity("dataset", self.dataset_id),),
                details=details,
            )

    def metadata(self, created: datetime | None, resources: Iterable[Stored]) -> None:
        """Read what the dataset and its resources say of themselves, where nothing else did."""
        dataset = Entity("dataset", self.dataset_id)
        if created and not self._created and ("dataset_created", "") not in self.told:
            self._add("created", "dataset_created", created, generated=(dataset,))
        for one in resources:
            moment = one.created or created
            known = one.id in self._uploaded or ("resource_created", one.id) in self.told
            if moment and not known:
                entity = Entity("resource", one.id)
                key = f"resource/{one.id}"
                self._add(key, "resource_created", moment, one.id, generated=(entity,))
            # CKAN stamps the file a moment before the resource that has it.
            written = max(filter(None, (one.modified, moment)), default=None)
            kept = self.told & {("file_uploaded", one.id), ("file_replaced", one.id)}
            if one.sha256 and written and not kept:
                made = Entity("file", f"{one.id}/{one.sha256}", sha256=one.sha256)
                key = f"file/{one.id}/{one.sha256}"
                self._add(key, "file_uploaded", written, one.id, generated=(made,))

    def ordered(self) -> list[Entry]:
        """The entries by the time of what they tell, without those that were recorded."""
        kept = [one for one in self.entries if not self.before or one.ended < self.before]
        return sorted(kept, key=lambda one: (one.ended, one.activity != "dataset_created"))

    def _activity(self, row: Remembered, activity: str, details: dict[str, Any]) -> None:
        dataset = (Entity("dataset", self.dataset_id),)
        made = activity == "dataset_created"
        self._created = self._created or made
        self._add(
            f"activity/{row.id}",
            activity,
            row.moment,
            agent=row.agent,
            used=() if made else dataset,
            generated=dataset if made else (),
            details=details,
        )

    def _files(self, row: Remembered, before: dict[str, str], after: dict[str, str]) -> None:
        for key in after:
            if key not in before:
                entity = (Entity("resource", key),)
                self._uploaded.add(key)
                name = f"activity/{row.id}/{key}"
                self._add(name, "resource_created", row.moment, key, row.agent, generated=entity)
        for key in before:
            if key not in after:
                entity = (Entity("resource", key),)
                name = f"activity/{row.id}/{key}"
                self._add(name, "resource_deleted", row.moment, key, row.agent, used=entity)

    def _add(
        self,
        key: str,
        activity: str,
        moment: datetime,
        resource_id: str = "",
        agent: Agent | None = None,
        used: tuple[Entity, ...] = (),
        generated: tuple[Entity, ...] = (),
        details: Mapping[str, Any] | None = None,
    ) -> None:
        self.entries.append(
            Entry(
                id=str(uuid5(NAMESPACE, f"{self.dataset_id}/{key}")),
                number=0,
                dataset_id=self.dataset_id,
                activity=activity,
                ended=_utc(moment),
                resource_id=resource_id,
                agents=(agent,) if agent else (),
                used=used,
                generated=generated,
                details=details or {},
                reconstructed=True,
            )
        )


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment
