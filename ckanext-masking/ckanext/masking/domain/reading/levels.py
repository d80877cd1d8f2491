"""The clarities of a protected table's columns, and which of them a reader gets.

A column has a level for everybody (0), may be clear (-1), and has a level from 1 on for each
further treatment that the policy gives some reader. Only columns that are masked for somebody are
listed: the others are clear for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

CLEAR: Final = -1
EVERYBODY: Final = 0
Clarity = Literal["masked", "partial", "clear"]
Part = Literal["table", "file"]
Told = Mapping[str, Any]
"""A column, a table or a treatment as the engine's report has it."""


@dataclass(frozen=True, slots=True)
class ColumnLevels:
    """One column: its ``name`` in the table, what the report told of it, and its levels.

    ``treatments`` are those of the levels 0, 1, ... as reports write them; ``readers`` says who
    gets which level, by the roles and grants held. ``part`` is ``file`` for what stands only in
    the file: titles, further sheets, all columns of a file without a table.
    """

    name: str
    told: Told
    treatments: tuple[Told, ...]
    readers: Mapping[frozenset[str], int] = field(default_factory=dict[frozenset[str], int])
    part: Part = "table"

    @property
    def asked(self) -> frozenset[str]:
        """The roles and grants that make a difference here."""
        return frozenset[str]().union(*self.readers)

    def level(self, held: frozenset[str]) -> int:
        """The level of a reader who has the roles and grants ``held``."""
        return self.readers.get(held & self.asked, EVERYBODY)

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready copy, which ``from_dict`` reads."""
        return {
            "name": self.name,
            "part": self.part,
            "told": dict(self.told),
            "treatments": [dict(one) for one in self.treatments],
            "readers": [[sorted(held), level] for held, level in self.readers.items()],
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> ColumnLevels:
        """What ``as_dict`` wrote."""
        readers = {frozenset(held): int(level) for held, level in kept["readers"]}
        return cls(
            str(kept["name"]), kept["told"], tuple(kept["treatments"]), readers, kept["part"]
        )


def of_report(columns: Sequence[Told], names: Sequence[str]) -> tuple[ColumnLevels, ...]:
    """The masked columns of one table of a report; ``names`` are the table's columns in order."""
    cells = [one for one in columns if one["kind"] == "cells" and one["place"] < len(names)]
    levels = (_column(names[int(one["place"])], one) for one in cells)
    return tuple(one for one in levels if one.readers or _masks(one.treatments[0]))


def of_file(tables: Sequence[Told], *, loaded: bool) -> tuple[ColumnLevels, ...]:
    """What of a file is masked beside its first table, or all of it unless that is ``loaded``."""
    rest = (
        one
        for number, table in enumerate(tables)
        for one in table["columns"]
        if not loaded or number or one["kind"] != "cells"
    )
    found = (replace(_column(str(one["name"]), one), part="file") for one in rest)
    return tuple(one for one in found if one.readers or _masks(one.treatments[0]))


def view(columns: Sequence[ColumnLevels], held: Callable[[str], frozenset[str]]) -> tuple[int, ...]:
    """The levels in which a reader sees ``columns``; ``held`` answers what he holds for one."""
    return tuple(one.level(held(one.name)) for one in columns)


def clarity(levels: Sequence[int]) -> Clarity:
    """One word for the levels in which somebody sees the masked columns of a table."""
    if all(level == EVERYBODY for level in levels):
        return "masked"
    return "clear" if all(level == CLEAR for level in levels) else "partial"


def _column(name: str, told: Told) -> ColumnLevels:
    usual: Told = {"decision": told["decision"], "inside": told["inside"]}
    treatments = [usual]
    readers: dict[frozenset[str], int] = {}
    for one in told.get("readers", ()):
        treatment: Told = {"decision": one["decision"], "inside": one["inside"]}
        held = frozenset(one["held"])
        if not _masks(treatment):
            readers[held] = CLEAR
        elif (does := _does(treatment)) != _does(usual):
            known = [_does(other) for other in treatments]
            if does not in known:
                treatments.append(treatment)
            readers[held] = known.index(does) if does in known else len(treatments) - 1
    kept = {key: told[key] for key in ("place", "detector", "certainty", "suggested", "found")}
    return ColumnLevels(name, kept, tuple(treatments), readers)


def _masks(treatment: Told) -> bool:
    decisions = (treatment["decision"], *treatment["inside"].values())
    return any(one["operator"] != "clear" for one in decisions)


def _does(treatment: Told) -> tuple[object, ...]:
    """What a treatment does, whichever rule asked for it."""

    def one(decision: Told) -> str:
        return f"{decision['operator']} {sorted(decision['parameters'].items())!r}"

    return (one(treatment["decision"]), sorted((k, one(d)) for k, d in treatment["inside"].items()))
