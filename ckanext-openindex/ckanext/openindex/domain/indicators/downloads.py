"""Heat: downloads over windows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.heat import FORMULA, WORDS, heat, references
from ckanext.openindex.domain.indicators.base import Indicator
from ckanext.openindex.domain.measurement import Measurement


class Downloads(Indicator):
    """Downloads of its files."""

    name = "downloads"
    source = "ours; the indices named here do not score use"
    formula = FORMULA
    parameters = references({7: 20, 30: 80, 90: 200, 365: 600})
    words = WORDS

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        return heat(facts, attrgetter("downloads"), given, as_of)
