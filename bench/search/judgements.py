"""Judged queries: what was asked, of which type, and which records answer it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Record = Mapping[str, Any]
QUERIES = Path(__file__).with_name("queries.yaml")


@dataclass(frozen=True)
class Judged:
    """One query: ``relevant`` are the ids of the records that its rule holds for."""

    text: str
    type: str
    tuning: bool
    relevant: frozenset[str]


def load(records: Sequence[Record], path: Path = QUERIES) -> list[Judged]:
    """Read the queries and resolve their rules. Raises ValueError for a query nothing answers."""
    judged: list[Judged] = []
    for type_, entries in yaml.safe_load(path.read_text("utf-8")).items():
        for number, entry in enumerate(entries):
            rule = {key: value for key, value in entry.items() if key != "q"}
            relevant = frozenset(r["id"] for r in records if holds(rule, r))
            if not relevant:
                raise ValueError(f"{type_}: no record answers {entry['q']!r}")
            judged.append(Judged(entry["q"], type_, number % 2 == 0, relevant))
    return judged


def holds(rule: Mapping[str, Any], record: Record) -> bool:
    """Whether every part of ``rule`` is true of ``record``."""
    title, department = plain(record["title"]), plain(record["department"])
    checks = {
        "title": lambda words: all(plain(w) in title for w in words),
        "title_any": lambda words: any(plain(w) in title for w in words),
        "not_title": lambda words: not any(plain(w) in title for w in words),
        "department": lambda words: any(plain(w) in department for w in words),
        "any_of": lambda rules: any(holds(r, record) for r in rules),
    }
    return all(checks[key](value) for key, value in rule.items())


def plain(text: str) -> str:
    """Without spaces and invisible characters, in lower case, for comparing with a rule."""
    kept = (c for c in text.casefold() if not c.isspace() and unicodedata.category(c) != "Cf")
    return "".join(kept)
