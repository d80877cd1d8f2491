"""What reading gives, and how a refusal is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ckanext.prov.domain.model import Document
from govopen_common.problem import Problem, Rejected

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_STATEMENTS: Final = 500_000
MOST_BLANK_NODES: Final = 5_000
"""Giving blank nodes stable names takes time that grows faster than their number."""


@dataclass(slots=True)
class Reading:
    """A document, and what was wrong or repaired on the way."""

    document: Document
    problems: list[Problem] = field(default_factory=list[Problem])


def refuse(code: str, zh: str, en: str) -> Rejected:
    """The refusal of a whole file, to be raised."""
    return Rejected(Problem("", code, zh, en))


def no_zone(subject: str, name: str, value: str) -> Problem:
    """A time of which nobody knows when it was."""
    return Problem(
        subject,
        "time_without_zone",
        f"{subject} 的 {name} 为“{value}”，没有时区，不是完整的时间。请写成"
        "“2026-03-02T09:00:00+08:00”的形式。",
        f"{name} of {subject} is “{value}”, which is no time with a zone; write it as "
        "“2026-03-02T09:00:00+08:00”.",
    )
