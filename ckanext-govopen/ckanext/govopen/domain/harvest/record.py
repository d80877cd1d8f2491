"""A harvested record: before it is mapped, and after."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from ckanext.govopen.domain.harvest.document import dumps, loads
from ckanext.govopen.domain.harvest.targets import COUNTERS
from govopen_common.problem import Problem, errors


@dataclass(frozen=True, slots=True)
class Flag:
    """A source value kept as it came because it could not be taken over.

    ``raw`` is the value as the source wrote it, ``note`` says in Chinese and English why.
    """

    field: str
    raw: str
    note: str

    def as_dict(self) -> dict[str, str]:
        """A JSON-ready copy, as stored in ``source_flags``."""
        return {"field": self.field, "raw": self.raw, "note": self.note}


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a listing: its id as the source writes it, and what the list says of it."""

    id: str
    document: Any

    def dump(self) -> str:
        """JSON text that ``load`` reads back."""
        return dumps({"id": self.id, "document": self.document})

    @classmethod
    def load(cls, text: str) -> Item:
        """The item ``dump`` wrote."""
        data = loads(text)
        return cls(str(data["id"]), data["document"])


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a listing.

    ``cursor`` resumes the listing after this page, None after the last. ``total`` is what the
    source says it holds, if it does. ``missing``, on the last page, is how many fewer came than
    were announced: a listing with any is not proof that a record is gone. ``problems`` names
    entries that have no id.
    """

    cursor: str | None
    items: list[Item]
    total: int | None = None
    missing: int = 0
    problems: list[Problem] = field(default_factory=list[Problem])


@dataclass(frozen=True, slots=True)
class RawRecord:
    """Everything the source says of one record, as unwrapped: the raw material of a mapping.

    ``documents`` holds ``item`` and one entry for each record step. ``gone`` is the reason when
    the source lists the record but no longer has it.
    """

    id: str
    documents: dict[str, Any]
    notes: list[Flag] = field(default_factory=list[Flag])
    gone: str = ""

    def dump(self) -> str:
        """JSON text that ``load`` reads back: kept so that a record can be mapped again."""
        return dumps(
            {
                "id": self.id,
                "documents": self.documents,
                "notes": [note.as_dict() for note in self.notes],
                "gone": self.gone,
            }
        )

    @classmethod
    def load(cls, text: str) -> RawRecord:
        """The record ``dump`` wrote."""
        data = loads(text)
        return cls(
            str(data["id"]),
            cast("dict[str, Any]", data["documents"]),
            [Flag(**note) for note in data.get("notes", [])],
            str(data.get("gone", "")),
        )


@dataclass(frozen=True, slots=True)
class Record:
    """A record in the words of the dataset schema.

    ``fields`` are dataset fields, with the department as ``department`` and
    ``department_uscc`` and the elements as ``elements``. ``raw`` is ``RawRecord.dump()``. A record
    with a problem of severity error must not be imported; ``gone`` is not empty when it is to be
    marked as withdrawn.
    """

    source_record_id: str
    fields: dict[str, Any]
    resources: list[dict[str, Any]]
    flags: list[Flag]
    problems: list[Problem]
    raw: str
    content_hash: str
    gone: str = ""

    @property
    def failed(self) -> bool:
        """Whether a problem stops this record."""
        return bool(errors(self.problems))


def content_hash(
    fields: Mapping[str, Any],
    resources: Sequence[Mapping[str, Any]],
    flags: Sequence[Flag],
    gone: str = "",
) -> str:
    """SHA-256, in hex, of what a reader would see of a record; usage counters do not count."""
    seen = {
        "fields": {name: value for name, value in fields.items() if name not in COUNTERS},
        "resources": [dict(resource) for resource in resources],
        "flags": sorted(
            ([flag.field, flag.raw] for flag in flags if flag.field not in COUNTERS),
        ),
        "gone": gone,
    }
    return hashlib.sha256(dumps(seen).encode()).hexdigest()
