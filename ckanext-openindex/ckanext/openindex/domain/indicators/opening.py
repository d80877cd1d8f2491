"""The opening attribute: on which terms a dataset is open. The legal axis of the index."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.indicators.base import Indicator, Parameter, missing
from ckanext.openindex.domain.measurement import Evidence, Measurement


class Opening(Indicator):
    """Unconditional, conditional or closed, each with its value."""

    name = "opening"
    source = "item 10 of the 2017 guide, with the grades of provincial rules; values ours"
    formula = (
        "开放属性在参数中的值",
        "the value that the parameters give to the attribute",
    )
    parameters = {
        "values": Parameter(
            "table",
            "各开放属性的得分",
            "what each opening attribute is worth",
            {"unconditional": 1.0, "conditional": 0.5, "closed": 0.0},
            most=1,
            keys=("unconditional", "conditional", "closed"),
        )
    }
    words = {
        "opening": ("开放属性", "opening attribute"),
        "unconditional": ("无条件开放", "open without conditions"),
        "conditional": ("有条件开放", "open on conditions"),
        "closed": ("不予开放", "not open"),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        if facts.opening is None:
            return missing("not_known", Evidence("opening", None, "as_declared"))
        seen = Evidence("opening", facts.opening, "as_declared")
        return Measurement(given["values"][facts.opening], evidence=(seen,))
