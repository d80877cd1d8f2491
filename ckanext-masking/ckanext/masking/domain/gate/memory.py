"""What earlier rows of a table tell about later ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.masking.domain.policy.model import CLEAR, Action


def operators_before(findings: Mapping[str, Any]) -> dict[str, Action]:
    """Operators by column name that an engine's report says to have masked whole columns with."""
    found: dict[str, Action] = {}
    columns: list[Any] = [one for table in findings.get("tables", []) for one in table["columns"]]
    for column in columns:
        decision: dict[str, Any] = column.get("decision", {})
        operator = str(decision.get("operator", CLEAR.operator))
        if column.get("kind") == "cells" and operator != CLEAR.operator:
            found[str(column["name"])] = Action(operator, decision.get("parameters", {}))
    return found
