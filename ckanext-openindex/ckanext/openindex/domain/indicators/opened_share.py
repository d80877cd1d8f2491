"""How much of what the department holds is open: opened records over all, by the census."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.indicators.base import Indicator, missing
from ckanext.openindex.domain.measurement import Evidence, Measurement


class OpenedShare(Indicator):
    """Opened over total records, else bytes. More opened than there are is a fault, worth 0.

    A node's is the ratio of its sums, so a large closed register weighs as much as it holds.
    """

    name = "opened_share"
    source = "the census block of the 2017 template; the use as a denominator is ours"
    formula = (
        "已开放 ÷ 总量，没有记录数的以字节计",
        "opened ÷ total, in bytes where no records are told",
    )
    pooled = True
    words = {
        "total_records": ("结构化记录总数", "records in all"),
        "opened_records": ("已开放记录数", "records opened"),
        "total_bytes": ("数据存储总量（字节）", "bytes in all"),
        "opened_bytes": ("已开放存储量（字节）", "bytes opened"),
        "opened_of_total": ("已开放 ÷ 总量", "opened divided by total"),
        "no_census": ("没有普查数据", "there are no census numbers"),
        "more_than_all": (
            "已开放量大于总量，属差错，请更正",
            "more is opened than there is, which is a fault; correct it",
        ),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        census = facts.census
        if census is None:
            return missing("no_census")
        for unit, total, opened in (
            ("records", census.total_records, census.opened_records),
            ("bytes", census.total_bytes, census.opened_bytes),
        ):
            if not total or total < 0 or opened is None or opened < 0:
                continue
            seen = (
                Evidence(f"total_{unit}", total, "as_declared"),
                Evidence(f"opened_{unit}", opened, "opened_of_total"),
            )
            # Bytes and records cannot be added: only records are pooled, bytes count as a share.
            whole = round(total) if unit == "records" else 0
            if opened > total:
                return Measurement(0.0, "more_than_all", seen, 0, whole)
            return Measurement(opened / total, "", seen, round(opened) if whole else 0, whole)
        return missing("no_census")
