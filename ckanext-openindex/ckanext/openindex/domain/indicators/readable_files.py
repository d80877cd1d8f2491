"""Data quality: files that cannot be read at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts, Inspection
from ckanext.openindex.domain.formats import broken
from ckanext.openindex.domain.indicators.base import Indicator
from ckanext.openindex.domain.measurement import Measurement
from ckanext.openindex.domain.quality import WHOLE, sound


class ReadableFiles(Indicator):
    """Files that could be opened and read."""

    name = "readable_files"
    source = "after the Sichuan portal audit of 2024 and Portal Watch"
    formula = WHOLE
    words = {
        "readable_files": ("无法读取的文件", "files that cannot be read"),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        return sound(facts, "readable_files", _count, {"nothing_at": 1.0}, "not_judged")


def _count(found: Inspection) -> tuple[int, int] | None:
    if found.fault and not broken(found):
        return None
    return int(broken(found)), 1
