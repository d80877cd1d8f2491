"""The page of a review: labels instead of words of the program, cells that say what changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckanext.masking.domain.detectors import registry as detectors
from ckanext.masking.domain.formats.base import APART, Kind
from ckanext.masking.domain.operators import registry as operators
from ckanext.masking.domain.policy.model import CLEAR
from ckanext.masking.domain.review.choices import AS_POLICY, BY_ID, choice_of

FIELD: Final = "column"
"""Prefix of the form's fields: ``column-<table number>-<place>``."""


def tables(findings: Mapping[str, Any], asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each table of the report with its columns; ``asked`` is what was chosen in the form."""
    return [
        {
            "name": table["table"],
            "rows": table["rows"],
            "columns": [_column(number, column, asked) for column in table["columns"]],
            "risk": table.get("risk"),
        }
        for number, table in enumerate(findings.get("tables") or ())
    ]


def chosen(findings: Mapping[str, Any], asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """The columns of a decision, by what was chosen in the form."""
    columns: list[dict[str, Any]] = []
    for number, table in enumerate(findings.get("tables") or ()):
        for column in table["columns"]:
            choice = BY_ID.get(asked.get(f"{FIELD}-{number}-{column['place']}", AS_POLICY))
            if choice is not None and choice.action is not None:
                columns.append(
                    {
                        "table": table["table"],
                        "place": column["place"],
                        "operator": choice.action.operator,
                        "parameters": dict(choice.action.parameters),
                    }
                )
    return columns


def sample(tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sample with a mark on each cell that changes."""
    return [
        {
            "name": table["table"],
            "columns": table["columns"],
            "rows": [
                {"number": row["number"], "cells": list(_cells(row))} for row in table["rows"]
            ],
        }
        for table in tables
    ]


def _cells(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    after = row["after"]
    before = row.get("before")
    return [
        {
            "before": before[n] if before else None,
            "after": cell,
            "changed": bool(before) and before[n] != cell,
        }
        for n, cell in enumerate(after)
    ]


def _column(number: int, column: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, Any]:
    decision = column.get("decision") or {}
    field = f"{FIELD}-{number}-{column['place']}"
    apart = column["kind"] in APART
    return {
        "field": field,
        "name": _apart(str(column["kind"])) if apart else column["name"],
        "loose": apart,
        "review": bool(column.get("review")),
        "found": [_found(one) for one in column.get("found") or ()],
        "does": _does(decision, masked=bool(column.get("masked"))),
        "masked": column.get("masked", 0),
        "chosen": asked.get(field) or _choice(decision),
    }


def _apart(kind: str) -> str:
    beside = kind == Kind.BESIDE
    return tk._("(comments and lists of choices)") if beside else tk._("(titles and headers)")


def _found(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "label": detector_label(str(one["detector"])),
        "certainty": str(one["certainty"]),
        "certainty_label": certainty_label(str(one["certainty"])),
        "cells": one["cells"],
    }


def _does(decision: Mapping[str, Any], *, masked: bool) -> str:
    """What happens to a column, in the words of the list of choices where they say it."""
    operator = str(decision.get("operator") or CLEAR.operator)
    if operator == CLEAR.operator and masked:
        return str(tk._("what was found is masked, the rest stays"))
    known = BY_ID.get(choice_of(operator, decision.get("parameters") or {}))
    if known is not None:
        return _label(known)
    found = operators().get(operator)
    return _label(found) if found else operator


def _choice(decision: Mapping[str, Any]) -> str:
    """What somebody chose before, for an upload that comes back."""
    if decision.get("rule") != "chosen":
        return AS_POLICY
    return choice_of(str(decision["operator"]), decision.get("parameters") or {}) or AS_POLICY


def detector_label(name: str) -> str:
    """The name of a kind, in the reader's language."""
    known = detectors.load().get(name)
    return _label(known) if known else name


def certainty_label(word: str) -> str:
    """How sure a finding is, in the reader's language."""
    labels = {
        "certain": tk._("certain"),
        "probable": tk._("probable"),
        "suspect": tk._("suspected"),
    }
    return labels.get(word, word)


def _label(named: Any) -> str:
    return str(named.zh if str(tk.h.lang()).startswith("zh") else named.en)
