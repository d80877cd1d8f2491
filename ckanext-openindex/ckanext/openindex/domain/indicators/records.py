"""Volume in records, as counted."""

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
from ckanext.openindex.domain.volume import distinct, volume


class Records(Indicator):
    """Distinct records on a logarithmic scale up to ``full``: log(1+n) / log(1+full)."""

    name = "records"
    source = "ours; other indices that look at volume count what is claimed"
    formula = (
        "ln(1+记录数) ÷ ln(1+得满分的记录数)，最多 1",
        "ln(1+records) ÷ ln(1+records that earn everything), at most 1",
    )
    parameters = {
        "full": Parameter("number", "得满分的记录数", "records that earn everything", 1_000_000, 1)
    }

    words = {"distinct_rows": ("不重复的行数", "rows that do not repeat another")}

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        found = volume(facts)
        if found.records is None:
            return missing(found.unsaid)
        seen = [
            of_resource("distinct_rows", distinct(one.inspection), "counted", one)
            for one in found.counted
            if one.inspection is not None and one.inspection.rows is not None
        ]
        seen += [nothing_in(one) for one in found.hollow]
        value = min(log1p(found.records) / log1p(given["full"]), 1.0)
        total = Evidence("records", found.records, "split_safe")
        return Measurement(value, "", (total, *most_telling(seen)))
