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
    nothing_in,
    of_resource,
)
from ckanext.openindex.domain.measurement import Evidence, Measurement
from ckanext.openindex.domain.volume import size_of, volume


class Bytes(Indicator):
    """Bytes on a logarithmic scale from ``none`` to ``full``; what is declared does not count."""

    name = "bytes"
    source = "ours; other indices that look at volume count what is claimed"
    formula = (
        "ln((1+字节数)÷(1+不得分的字节数)) ÷ ln((1+得满分的字节数)÷(1+不得分的字节数))，0 到 1",
        "ln((1+bytes)÷(1+bytes that earn nothing)) ÷ ln((1+bytes that earn everything)÷(1+bytes "
        "that earn nothing)), from 0 to 1",
    )
    parameters = {
        "none": Parameter("number", "不得分的字节数", "bytes that earn nothing", 100, 0),
        "full": Parameter("number", "得满分的字节数", "bytes that earn everything", 1e9, 1),
    }

    words = {"cell_bytes": ("单元格内容的字节数", "bytes of its cells")}

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        found = volume(facts)
        if found.bytes is None:
            return missing(found.unsaid)
        seen = [
            of_resource(
                "bytes" if one.inspection.cell_bytes is None else "cell_bytes",
                *(size_of(one.inspection), "counted", one),
            )
            for one in found.counted
            if one.inspection is not None and size_of(one.inspection) is not None
        ]
        seen += [nothing_in(one) for one in found.hollow]
        least, full = log1p(given["none"]), log1p(given["full"])
        value = (log1p(found.bytes) - least) / (full - least) if full > least else 1.0
        total = Evidence("bytes", found.bytes, "split_safe")
        return Measurement(min(max(value, 0.0), 1.0), "", (total, *most_telling(seen)))
