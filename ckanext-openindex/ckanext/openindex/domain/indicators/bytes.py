"""Volume in bytes, as counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import log1p
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.indicators.base import (
    Indicator,
    Parameter,
    missing,
    most_telling,
    of_resource,
)
from ckanext.openindex.domain.measurement import Evidence, Measurement
from ckanext.openindex.domain.volume import volume


class Bytes(Indicator):
    """Bytes on a logarithmic scale from ``none`` to ``full``; what is declared does not count."""

    name = "bytes"
    source = "ours; other indices that look at volume count what is claimed"
    parameters = {
        "none": Parameter("number", "不得分的字节数", "bytes that earn nothing", 100, 0),
        "full": Parameter("number", "得满分的字节数", "bytes that earn everything", 1e9, 1),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        found = volume(facts)
        if found.bytes is None:
            return missing("not_inspected")
        seen = [
            of_resource("bytes", one.inspection.bytes, "counted", one)
            for one in found.counted
            if one.inspection is not None and one.inspection.bytes is not None
        ]
        least, full = log1p(given["none"]), log1p(given["full"])
        value = (log1p(found.bytes) - least) / (full - least) if full > least else 1.0
        total = Evidence("bytes", found.bytes, "split_safe")
        return Measurement(min(max(value, 0.0), 1.0), "", (total, *most_telling(seen)))
