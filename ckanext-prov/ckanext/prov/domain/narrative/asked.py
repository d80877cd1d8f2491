"""Which entries of a timeline a reader asks for, as an address has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ckanext.prov.domain.narrative.telling import KINDS
from govopen_common.problem import Problem

AGENTS: Final = ("person", "software")
"""Kinds of agents that readers tell apart: people, and programs that acted of their own accord."""

MOST_PAGES: Final = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Conditions on entries; an empty one is none. ``since`` and ``until`` are whole days."""

    kind: str = ""
    file: str = ""
    agent: str = ""
    since: date | None = None
    until: date | None = None
    page: int = 1

    @property
    def narrow(self) -> bool:
        """Whether there is any condition."""
        return bool(self.kind or self.file or self.agent or self.since or self.until)

    def query(self, page: int | None = None) -> dict[str, str]:
        """The parameters that ask for the same again, on another ``page``."""
        said = {
            "kind": self.kind,
            "file": self.file,
            "agent": self.agent,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "page": str(page or self.page) if (page or self.page) > 1 else "",
        }
        return {name: value for name, value in said.items() if value}


def parse(given: Mapping[str, str]) -> tuple[Asked, list[Problem]]:
    """What ``given`` asks for, and what of it cannot be understood, which is left out."""
    problems: list[Problem] = []
    days: dict[str, date | None] = {}
    for name in ("since", "until"):
        days[name] = _day(given.get(name, ""), name, problems)
    kind, agent = given.get("kind", ""), given.get("agent", "")
    asked = Asked(
        kind if kind in KINDS else "",
        given.get("file", "")[:100],
        agent if agent in AGENTS else "",
        days["since"],
        days["until"],
        _page(given.get("page", "")),
    )
    if asked.since and asked.until and asked.since > asked.until:
        problems.append(
            Problem("until", "order", "结束日期早于开始日期", "This day is before the first one")
        )
    return asked, problems


def _day(text: str, name: str, problems: list[Problem]) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        zh, en = "日期应写成 2026-03-02 的样子", "Write the day as 2026-03-02"
        problems.append(Problem(name, "format", zh, en))
        return None


def _page(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
    return min(max(number, 1), MOST_PAGES)
