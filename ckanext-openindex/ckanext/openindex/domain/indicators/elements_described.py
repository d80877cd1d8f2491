"""Quality: the data elements of which readers learn what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.indicators.base import Indicator, missing
from ckanext.openindex.domain.measurement import Evidence, Measurement


class ElementsDescribed(Indicator):
    """Elements with name, type and description over all declared; none declared earns nothing."""

    name = "elements_described"
    source = "item 8 of the 2017 guide, and Toronto's share of columns described"
    formula = (
        "有说明的数据项 ÷ 全部数据项",
        "elements described ÷ elements declared",
    )
    words = {
        "elements": ("数据项个数", "data elements"),
        "described": ("有名称、类型和说明的数据项", "elements with name, type and description"),
        "no_elements": ("没有登记数据项", "no data element is declared"),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        if facts.elements is None:
            return missing("not_on_this_site")
        seen = Evidence("elements", facts.elements, "as_declared")
        if not facts.elements:
            return Measurement(0.0, "no_elements", (seen,))
        described = Evidence("described", facts.elements_described, "share")
        return Measurement(
            min(facts.elements_described / facts.elements, 1.0), "", (seen, described)
        )
