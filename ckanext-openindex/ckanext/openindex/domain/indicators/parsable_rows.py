"""Data quality: rows that do not parse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts, Inspection
from ckanext.openindex.domain.indicators.base import Indicator
from ckanext.openindex.domain.measurement import Measurement
from ckanext.openindex.domain.quality import PARAMETERS, SHARE, sound


class ParsableRows(Indicator):
    """Rows that parse, with as many cells as the header."""

    name = "parsable_rows"
    source = "after the Sichuan portal audit of 2024; the scale is ours"
    formula = SHARE
    parameters = {"nothing_at": replace(PARAMETERS["nothing_at"], default=0.2)}
    words = {"parsable_rows": ("无法解析的行", "rows that do not parse")}

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        return sound(facts, "parsable_rows", _count, given)


def _count(found: Inspection) -> tuple[int, int] | None:
    if found.rows is None or found.unparsable_rows is None:
        return None
    return found.unparsable_rows, found.rows
