"""Growth of the dataset in records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.growth import FORMULA, PARAMETERS, WORDS, growth
from ckanext.openindex.domain.indicators.base import Indicator
from ckanext.openindex.domain.measurement import Measurement
from ckanext.openindex.domain.volume import volume


class RecordsGrowth(Indicator):
    """Counted records now against those counted when the windows began."""

    name = "records_growth"
    source = "after the editions of 中国开放数林指数 and Portal Watch; scale ours"
    formula = FORMULA
    parameters = PARAMETERS
    words = WORDS

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        return growth(facts, volume(facts).records, attrgetter("records"), given, as_of)
