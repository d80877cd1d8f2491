"""A version of a dataset: what its metadata and the bytes of its files were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class VersionFile:
    """A file as it was: ``sha256`` of its bytes, empty when unknown.

    ``url`` is where these bytes can still be downloaded; empty when they are gone.
    """

    resource_id: str
    sha256: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """``label`` is unique within the dataset, ``made`` has a zone.

    ``metadata`` is the dataset as ``package_show`` gave it then. ``entry_id`` is the entry of the
    log that made the version; empty when there is none.
    """

    label: str
    made: datetime
    note: str = ""
    metadata: Mapping[str, Any] = field(default_factory=lambda: cast("dict[str, Any]", {}))
    files: tuple[VersionFile, ...] = ()
    entry_id: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a version without a label or with a time without a zone."""
        if not self.label.strip():
            raise ValueError("label: a version must have one")
        if self.made.tzinfo is None:
            raise ValueError(f"made: {self.made.isoformat()} has no time zone")
