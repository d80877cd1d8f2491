"""Quality: whether the dataset's DCAT fits the shapes of DCAT-AP, as a SHACL validator says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.indicators.base import Indicator, Parameter, missing
from ckanext.openindex.domain.measurement import Evidence, Measurement


class Conformance(Indicator):
    """Everything when it conforms; otherwise less with each violation."""

    name = "conformance"
    source = "after EU MQA's DCAT-AP metric, which is all or nothing; the slope is ours"
    formula = (
        "符合为 1；否则取“最多得分”与 1 − 不符之处 ÷ 得 0 分的处数 中较小的，最少 0",
        "1 when it conforms; else the lesser of the most that is left and 1 − violations ÷ "
        "violations at which nothing is left, at least 0",
    )
    parameters = {
        "first": Parameter(
            "number", "有一处不符时最多得分", "the most that is left with violations", 0.6, most=1
        ),
        "nothing_at": Parameter(
            "number", "多少处不符时得 0 分", "violations at which nothing is left", 10, 1
        ),
    }
    words = {
        "conforms": ("符合 DCAT-AP 形状", "conforms to the shapes of DCAT-AP"),
        "violations": ("不符合之处", "violations"),
        "shacl": ("SHACL 校验结果", "result of the SHACL validator"),
        "not_validated": ("尚未校验", "not validated yet"),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        found = facts.conformance
        if found is None:
            return missing("not_validated")
        if found.conforms:
            return Measurement(1.0, "", (Evidence("conforms", True, "shacl", "", found.checked),))
        seen = Evidence("violations", found.violations, "shacl", "", found.checked)
        left = 1 - max(found.violations, 1) / given["nothing_at"]
        return Measurement(max(min(given["first"], left), 0.0), "", (seen,))
