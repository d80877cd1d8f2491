"""Data quality: tables with a header and nothing below it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts, Inspection
from ckanext.openindex.domain.indicators.base import Indicator
from ckanext.openindex.domain.measurement import Measurement
from ckanext.openindex.domain.quality import WHOLE, sound


class HeaderOnly(Indicator):
    """Tables that have rows under their header."""

    name = "header_only"
    source = "after the Sichuan portal audit of 2024, where a fifth of the files were so"
    formula = WHOLE
    words = {"header_only": ("只有表头", "a header only")}

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        return sound(facts, "header_only", _count, {"nothing_at": 1.0})


def _count(found: Inspection) -> tuple[int, int] | None:
    if found.rows is None and not found.header_only:
        return None
    return int(found.header_only), 1
