"""Freshness: how new the data are, whatever cycle they declare."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.indicators.base import Indicator, Parameter, missing
from ckanext.openindex.domain.indicators.timeliness import TOLERANCE
from ckanext.openindex.domain.measurement import Evidence, Measurement


class Recency(Indicator):
    """Halved with each half-life since the data last changed. Static data: not applicable."""

    name = "recency"
    source = "after the ageing part of Toronto's data quality score; half-lives are ours"
    formula = (
        "0.5 的 (天数 ÷ 减半所需天数) 次方",
        "0.5 to the power of (days ÷ days in which the value halves)",
    )
    parameters = {
        "half_life": Parameter(
            "number", "得分减半所需天数", "days in which the value halves", 365, 1
        )
    }
    words = {
        "age_days": ("距上次更新的天数", "days since the last update"),
        "halved": ("每过一个半衰期减半", "halved with each half-life"),
        "cycle_static": ("不更新的数据，不适用", "data that are never updated do not age"),
        "no_date": ("不知数据何时更新", "it is not known when the data last changed"),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        updated = facts.data_updated
        if updated is not None and updated > as_of + TOLERANCE:
            seen = Evidence("data_updated", updated.isoformat(), "future_date")
            return Measurement(0.0, "future_date", (seen,))
        if facts.update_cycle == "static":
            return missing("cycle_static", Evidence("update_cycle", "static", "as_declared"))
        if updated is None:
            return missing("no_date")
        days = max((as_of - updated) / timedelta(days=1), 0.0)
        seen = Evidence("data_updated", updated.isoformat(), "as_declared")
        aged = Evidence("age_days", round(days, 6), "halved")
        return Measurement(0.5 ** (days / given["half_life"]), "", (seen, aged))
