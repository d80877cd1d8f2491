"""Scores one dataset: measures it by every indicator of a methodology and adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.figure import Figure, figure
from ckanext.openindex.domain.indicators import Indicator, registry
from ckanext.openindex.domain.measurement import Measurement
from ckanext.openindex.domain.methodology.model import Methodology, Rule
from ckanext.openindex.domain.tally import MICRO, Sum, Tally
from ckanext.openindex.domain.volume import volume


@dataclass(frozen=True, slots=True)
class DatasetScore:
    """The figure of a dataset, the measurement of each indicator by id, and what it adds to the
    sums of the nodes it belongs to."""

    figure: Figure
    measurements: Mapping[str, Measurement]
    tally: Tally

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready: ``figure`` and ``measurements``, evidence and all."""
        return {
            "figure": self.figure.as_dict(),
            "measurements": {name: one.as_dict() for name, one in self.measurements.items()},
        }


class Scorer:
    """Scores datasets by one methodology, whose indicators it looks up once."""

    def __init__(self, methodology: Methodology) -> None:
        """Raises ``KeyError`` for an indicator that is no longer installed."""
        known = registry()
        self.methodology = methodology
        self._dimensions: list[tuple[str, list[tuple[Rule, Indicator]]]] = [
            (one.id, [(rule, known[rule.name]) for rule in one.rules])
            for one in methodology.dimensions
        ]

    def score(self, facts: DatasetFacts, as_of: datetime) -> DatasetScore:
        """The score of ``facts`` at ``as_of`` (an aware instant)."""
        tally = Tally(1)
        measurements: dict[str, Measurement] = {}
        for dimension, rules in self._dimensions:
            applies = False
            for rule, indicator in rules:
                found = indicator.measure(facts, rule.given, as_of)
                measurements[rule.id] = found
                if found.value is not None:
                    tally.rules[rule.id] = _sum(found, indicator.pooled)
                    applies = applies or rule.weight > 0
            if applies:
                tally.dimensions[dimension] = 1
        result = figure(self.methodology, tally)
        if result.band:
            tally.bands[result.band] = 1
        tally.totals = _totals(facts)
        return DatasetScore(result, measurements, tally)


def _sum(found: Measurement, pooled: bool) -> Sum:
    if pooled and found.whole > 0:
        return Sum(1, 0, 1, found.part, found.whole)
    return Sum(1, round((found.value or 0.0) * MICRO))


def _totals(facts: DatasetFacts) -> dict[str, int]:
    counted = volume(facts)
    totals = {"resources": len(facts.resources)}
    totals["records"], totals["bytes"] = counted.records or 0, counted.bytes or 0
    if facts.opening is not None:
        totals[facts.opening] = 1
    for window in facts.usage.windows if facts.usage is not None else ():
        if window.days == 30:
            totals["views_30"] = window.views
            totals["downloads_30"] = window.downloads
            totals["api_calls_30"] = window.api_calls
    return {name: count for name, count in totals.items() if count}
