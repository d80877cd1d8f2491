"""Heat: calls over windows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.heat import FORMULA, WORDS, heat, references
from ckanext.openindex.domain.indicators.base import Indicator, missing
from ckanext.openindex.domain.measurement import Measurement


class ApiCalls(Indicator):
    """Calls of its interfaces."""

    name = "api_calls"
    source = "ours; the indices named here do not score use"
    formula = FORMULA
    parameters = references({7: 200, 30: 1000, 90: 3000, 365: 10000})
    words = {**WORDS, "no_api": ("没有接口", "there is no interface")}

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        if not any(resource.api for resource in facts.resources):
            return missing("no_api")
        return heat(facts, attrgetter("api_calls"), given, as_of)
