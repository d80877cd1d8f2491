"""One entry of the provenance log: an activity, what it used and made, and who did it.

Terms are those of PROV-DM (https://www.w3.org/TR/prov-dm/). Entries never change: what is told
here is what happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, cast

AgentKind = Literal["person", "organization", "software"]
EntityKind = Literal["dataset", "version", "resource", "file", "record", "plan"]

ACTIVITIES: Final = (
    "dataset_created",
    "dataset_changed",
    "dataset_published",
    "dataset_withdrawn",
    "dataset_restored",
    "dataset_deleted",
    "resource_created",
    "resource_changed",
    "resource_deleted",
    "file_uploaded",
    "file_replaced",
    "file_masked",
    "file_converted",
    "rows_written",
    "rows_deleted",
    "version_made",
    "harvested",
    "imported",
    "received",
    "checked",
    "compiled",
    "merged",
)
"""Everything the log tells of, in the past tense."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Who did it. ``id`` is stable: of a user, of an organization, of a program.

    ``name`` is empty where settings keep names from the log. A person acts for ``department``
    (an organization's id) in a ``role``: admin, editor, member, sysadmin.
    """

    kind: AgentKind
    id: str
    name: str = ""
    role: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """What an activity used or made. ``id`` is stable within its kind.

    dataset and resource: CKAN's id; version: ``DATASET/LABEL``; file: ``RESOURCE/SHA256``;
    record: ``SOURCE/RECORD`` of a harvest; plan: ``KIND/NAME/VERSION`` of a policy, a profile or
    a workflow. ``sha256`` is the checksum of a file's bytes, in lower-case hexadecimal.
    """

    kind: EntityKind
    id: str
    label: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a dataset's log.

    ``number`` counts the dataset's entries from 1. ``ended`` has a zone, and so has ``started``
    where the activity took time. ``details`` is plain JSON: counts, names of fields, labels;
    never a value out of a file. ``reconstructed`` marks what was read from elsewhere later.
    """

    id: str
    number: int
    dataset_id: str
    activity: str
    ended: datetime
    started: datetime | None = None
    resource_id: str = ""
    agents: tuple[Agent, ...] = ()
    used: tuple[Entity, ...] = ()
    generated: tuple[Entity, ...] = ()
    plan: Entity | None = None
    software: str = ""
    details: Mapping[str, Any] = field(default_factory=lambda: cast("dict[str, Any]", {}))
    reconstructed: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for an activity nobody knows and for a time without a zone."""
        if self.activity not in ACTIVITIES:
            raise ValueError(f"activity: {self.activity!r} is not one of {', '.join(ACTIVITIES)}")
        for name, moment in (("started", self.started), ("ended", self.ended)):
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"{name}: {moment.isoformat()} has no time zone")
