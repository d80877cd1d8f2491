"""Freshness: whether the data came when the declared update cycle said they would."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.indicators.base import Indicator, Parameter, missing
from ckanext.openindex.domain.measurement import Evidence, Measurement

PERIODS: Mapping[str, float] = {
    **dict.fromkeys(("realtime", "hourly", "daily"), 1),
    "weekly": 7,
    "tenday": 11,
    "monthly": 31,
    "quarterly": 92,
    "halfyearly": 184,
    "yearly": 366,
}
"""Days of each cycle, the longest that a calendar has. Under a day is a day: portals keep dates."""
TOLERANCE = timedelta(days=1)
"""How far ahead of us a clock, or a date without a time zone, may be."""


class Timeliness(Indicator):
    """Full within the period and its grace, then falling to 0 in as many periods as ``fade``.

    Irregular and static data promise nothing, so it does not apply. A future date is a fault.
    """

    name = "timeliness"
    source = "after Toronto's data quality score; grace, and no zero without a promise"
    formula = (
        "1 − (周期数 − 1 − 宽限的周期数) ÷ 降为 0 的周期数，0 到 1",
        "1 − (periods − 1 − periods of grace) ÷ periods until nothing is left, from 0 to 1",
    )
    parameters = {
        "periods": Parameter(
            "table",
            "各更新周期的天数",
            "days of each update cycle",
            PERIODS,
            least=0.01,
            keys=tuple(PERIODS),
        ),
        "grace": Parameter("number", "宽限的周期数", "periods of grace", 1, 0, 10),
        "fade": Parameter(
            "number",
            "宽限后再过几个周期降为 0",
            "periods until nothing is left",
            2,
            0.1,
        ),
    }
    words = {
        "period_days": ("一个周期的天数", "days of the cycle"),
        "age_periods": ("距上次更新的周期数", "periods since the last update"),
        "grace": (
            "宽限期内为满分，之后逐渐降为 0",
            "everything within the grace, then falling to nothing",
        ),
        "cycle_irregular": ("不定期更新，不适用", "irregular updates promise no date"),
        "cycle_static": ("不更新的数据，不适用", "data that are never updated promise no date"),
        "no_date": ("不知数据何时更新", "it is not known when the data last changed"),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        updated, cycle = facts.data_updated, facts.update_cycle
        declared = Evidence("update_cycle", cycle or None, "as_declared")
        if updated is not None and updated > as_of + TOLERANCE:
            seen = Evidence("data_updated", updated.isoformat(), "future_date")
            return Measurement(0.0, "future_date", (declared, seen))
        if cycle in ("irregular", "static"):
            return missing(f"cycle_{cycle}", declared)
        period = given["periods"].get(cycle)
        if period is None:
            return missing("not_known", declared)
        if updated is None:
            return missing("no_date", declared)
        late = max((as_of - updated) / timedelta(days=period), 0.0)
        value = 1 - (late - 1 - given["grace"]) / given["fade"]
        seen = Evidence("data_updated", updated.isoformat(), "as_declared")
        days = Evidence("period_days", period, "applied")
        aged = Evidence("age_periods", round(late, 6), "grace")
        return Measurement(min(max(value, 0.0), 1.0), "", (declared, seen, days, aged))
