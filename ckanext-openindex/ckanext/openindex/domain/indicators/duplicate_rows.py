"""Data quality: rows that repeat an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts, Inspection
from ckanext.openindex.domain.indicators.base import Indicator
from ckanext.openindex.domain.measurement import Measurement
from ckanext.openindex.domain.quality import PARAMETERS, SHARE, sound


class DuplicateRows(Indicator):
    """Rows that occur once."""

    name = "duplicate_rows"
    source = "after the Sichuan portal audit of 2024; the scale is ours"
    formula = SHARE
    parameters = {"nothing_at": replace(PARAMETERS["nothing_at"], default=0.5)}
    words = {"duplicate_rows": ("重复行", "repeated rows")}

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        return sound(facts, "duplicate_rows", _count, given)


def _count(found: Inspection) -> tuple[int, int] | None:
    if found.rows is None or found.duplicate_rows is None:
        return None
    return found.duplicate_rows, found.rows
