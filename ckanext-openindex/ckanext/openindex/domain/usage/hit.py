"""One use of a dataset or of one of its resources, and how it is written in one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Kind = Literal["view", "download", "call"]
KINDS: tuple[Kind, ...] = get_args(Kind)

MOST_LETTERS = 100
"""CKAN's own bound on names of datasets (``PACKAGE_NAME_MAX_LENGTH``); ids are shorter."""
_REFERENCE = re.compile(r"[0-9a-z_-]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A use of ``resource`` (an id), or else of ``dataset``, an id or a name.

    Where a resource was used, ``dataset`` is the id of what it belongs to, as far as that is known.

    Names are looked up when the counts are written, so that a request asks the database nothing.
    """

    kind: Kind
    dataset: str = ""
    resource: str = ""

    @property
    def target(self) -> str:
        """What was used, in one word."""
        return self.resource or self.dataset

    def field(self, day: date) -> str:
        """The name under which uses like this are summed on ``day``."""
        return "|".join((day.isoformat(), self.kind, self.dataset, self.resource))


def hit(kind: Kind, dataset: str | None, resource: str | None = None) -> Hit | None:
    """A hit on what a request named; None when that cannot be an id or a name."""
    parts = [(part or "").strip().lower() for part in (dataset, resource)]
    for part in parts:
        if part and (len(part) > MOST_LETTERS or not _REFERENCE.fullmatch(part)):
            return None
    return Hit(kind, *parts) if any(parts) else None


def parsed(field: str) -> tuple[date, Hit] | None:
    """The day and the hit of a field's name; None for any other text."""
    day, *rest = field.split("|")
    if len(rest) != 3 or rest[0] not in KINDS:
        return None
    kind: Kind = rest[0]
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return None
    made = hit(kind, rest[1], rest[2])
    return (when, made) if made else None
