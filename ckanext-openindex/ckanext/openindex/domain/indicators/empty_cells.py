"""Data quality: cells that hold nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts, Inspection
from ckanext.openindex.domain.indicators.base import Indicator
from ckanext.openindex.domain.measurement import Measurement
from ckanext.openindex.domain.quality import PARAMETERS, SHARE, sound


class EmptyCells(Indicator):
    """Cells that are filled."""

    name = "empty_cells"
    source = "after Toronto's completeness; the scale is ours"
    formula = SHARE
    parameters = {"nothing_at": replace(PARAMETERS["nothing_at"], default=0.5)}
    words = {"empty_cells": ("空单元格", "empty cells")}

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        return sound(facts, "empty_cells", _count, given)


def _count(found: Inspection) -> tuple[int, int] | None:
    if found.cells is None or found.empty_cells is None:
        return None
    return found.empty_cells, found.cells
