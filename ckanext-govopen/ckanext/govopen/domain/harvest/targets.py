"""The fields a profile may fill, what kind of value each holds and which vocabulary it follows.

The names are those of the dataset schema; the element fields are those of its repeating rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal[
    "text", "lines", "code", "date", "integer", "number", "boolean", "list", "tags", "json", "url"
]


@dataclass(frozen=True, slots=True)
class Target:
    """What a field holds: its ``kind`` and, for a coded field, its ``vocabulary``.

    ``unit`` is, for a size, how many bytes one of the field's own units has.
    """

    kind: Kind = "text"
    vocabulary: str | None = None
    unit: int | None = None


_TEXT: Final = Target()


def _coded(*names: str) -> dict[str, Target]:
    return {name: Target("text", name) for name in names}


def _of(kind: Kind, *names: str, unit: int | None = None) -> dict[str, Target]:
    return dict.fromkeys(names, Target(kind, unit=unit))


DATASET: Final[dict[str, Target]] = {
    **_of(
        "lines",
        "notes",
        "share_condition",
        "no_share_basis",
        "open_condition",
        "no_open_basis",
        "withdrawn_reason",
    ),
    **_of(
        "text",
        "title",
        "department",
        "department_uscc",
        "license_id",
        "version",
        "author",
        "author_email",
        "maintainer",
        "maintainer_email",
        "subcatalogue",
        "provider_unit",
        "provider_uscc",
        "format_other",
        "division_code",
        "spatial_text",
        "contact_name",
        "contact_email",
        "contact_phone",
        "language",
    ),
    **_of("code", "res_code"),
    **_of("url", "url", "source_url"),
    **_of("tags", "tag_string"),
    **_of("list", "related_codes"),
    **_of("json", "spatial"),
    **_of("date", "pub_date", "data_modified", "temporal_start", "temporal_end", "withdrawn_at"),
    **_of("number", "total_storage", "shared_storage", "opened_storage", unit=2**30),
    **_of("integer", "total_records", "shared_records", "opened_records"),
    **_of("integer", "source_views", "source_downloads"),
    **_coded("theme", "industry", "service", "data_domain", "update_cycle"),
    **_coded("share_type", "share_mode_class", "share_mode_type", "open_type"),
    **_coded("format_class", "format_type", "grade", "status"),
}

ELEMENT: Final[dict[str, Target]] = {
    **_of("text", "name", "element_code", "mark", "standard_code"),
    **_of("lines", "value_domain", "definition", "share_condition", "open_condition"),
    **_of("integer", "length", "precision"),
    **_of("boolean", "is_key", "nullable"),
    **_coded("share_type", "open_type", "update_cycle", "sensitivity"),
    "type": Target("text", "element_type"),
}

RESOURCE: Final[dict[str, Target]] = {
    **_of("text", "name", "format", "mimetype", "hash", "rights", "kind", "source_key"),
    **_of("lines", "description"),
    **_of("integer", "size", unit=1),
    **_of("url", "url"),
    **_of("date", "last_modified"),
}

FUTURE_ALLOWED: Final = frozenset({"temporal_start", "temporal_end"})
"""Dates that may lie ahead: a plan covers years to come, a publication cannot."""

COUNTERS: Final = frozenset({"source_views", "source_downloads"})
"""Usage counters: they move without the record having changed, so no hash covers them."""

RESOURCE_KINDS: Final = ("file", "api", "map", "link")
