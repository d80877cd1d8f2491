"""What is told of a file that was scanned or masked: counts and names of columns, never values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from ckanext.masking.domain.engine.names import label, safe
from ckanext.masking.domain.engine.plan import ColumnPlan
from ckanext.masking.domain.engine.survey import Survey
from ckanext.masking.domain.formats.base import APART, Document, Held, Kind
from ckanext.masking.domain.scanning.report import ColumnReport

VERSION: Final = 1
_APART: Final = {Kind.LOOSE: "(titles, headers, keys)", Kind.BESIDE: "(comments, choices)"}


@dataclass(frozen=True)
class FileReport:
    """The outcome for one file. ``held`` says that nothing was done and why.

    ``needs_decision`` says that somebody has to look before the result is published. ``survey``
    is what the report was made from; it is no part of it, for it has the headers as they are.
    """

    told: dict[str, Any] = field(default_factory=dict[str, Any])
    held: Held | None = None
    needs_decision: bool = False
    survey: Survey | None = field(default=None, repr=False)

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready copy."""
        if self.held is not None:
            return {"report": VERSION, "held": self.held.as_dict()}
        return {"report": VERSION, **self.told, "needs_decision": self.needs_decision}


def describe(document: Document, name: str) -> dict[str, Any]:
    """The part of a report on the file itself."""
    return {
        "format": name,
        "facts": dict(document.facts),
        "notes": [note.as_dict() for note in document.notes],
    }


def tables(plans: list[ColumnPlan], rows: dict[str, int], *, decided: bool) -> list[dict[str, Any]]:
    """The parts of a report on the tables, in the order of the file."""
    names = dict.fromkeys(plan.column.table for plan in plans)
    return [
        {
            "table": safe(name, f"#{number}"),
            "rows": rows.get(name, 0),
            "columns": [_column(plan, decided) for plan in plans if plan.column.table == name],
        }
        for number, name in enumerate(names, 1)
    ]


def _column(plan: ColumnPlan, decided: bool) -> dict[str, Any]:
    apart = plan.column.kind in APART
    told: dict[str, Any] = {
        "place": plan.column.place,
        "name": _APART.get(plan.column.kind) or label(plan),
        "kind": plan.column.kind.value,
        **_found(plan.report, apart),
    }
    if decided:
        told |= {
            "decision": plan.whole.as_dict(),
            "inside": {name: d.as_dict() for name, d in plan.inside.items()},
            "masked": plan.masked,
            "searched": plan.searched,
            "review": plan.review,
        }
        if plan.readers:
            told["readers"] = [
                {"held": sorted(held), **one.as_dict()} for held, one in plan.readers.items()
            ]
    else:
        told["suspect"] = plan.suspect
    return told


def _found(report: ColumnReport, apart: bool) -> dict[str, Any]:
    certainty = report.certainty.name.lower() if report.certainty and not apart else None
    return {
        "detector": None if apart else report.detector,
        "suggested": [] if apart else list(report.suggested),
        "certainty": certainty,
        "cells": report.cells,
        "blank": report.blank,
        "share": round(report.share, 4),
        "found": [
            {
                "detector": tally.detector,
                "certainty": tally.certainty.name.lower(),
                "cells": tally.cells,
                "whole": tally.whole,
            }
            for tally in report.tallies
        ],
    }
