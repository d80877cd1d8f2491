"""Heat: requests and apps over windows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts, Window
from ckanext.openindex.domain.heat import FORMULA, WORDS, heat, references
from ckanext.openindex.domain.indicators.base import Indicator
from ckanext.openindex.domain.measurement import Measurement


class Demand(Indicator):
    """Requests for it and apps that use it, both rare and weighty."""

    name = "demand"
    source = "ours; the indices named here do not score use"
    formula = FORMULA
    parameters = references({7: 1, 30: 2, 90: 4, 365: 10})
    words = WORDS

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        return heat(facts, _demand, given, as_of)


def _demand(window: Window) -> int:
    return window.requests + window.apps
