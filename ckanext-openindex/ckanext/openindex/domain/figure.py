"""From sums to figures: a tree of score, dimensions and indicators that adds up.

The rule is the same for a dataset and for a node. In a dimension each indicator counts with its
weight times the datasets to which it applies; in the score each dimension with its weight times
the datasets to which it applies. So what does not apply leaves the denominator, and ``points`` of
the indicators sum to those of their dimension, and these to the score.

Figures are not frozen for the reason that ``measurement`` gives; nobody changes one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ckanext.openindex.domain.coding import Coded
from ckanext.openindex.domain.methodology.model import Dimension, Methodology, Rule
from ckanext.openindex.domain.tally import MICRO, Sum, Tally

DIGITS: Final = 6


@dataclass(slots=True)
class RuleFigure(Coded):
    """An indicator: its ``value`` from 0 to 1 (None: not applicable), the datasets it applies to,
    the ``points`` of the score it gives, and those it ``can`` give at most."""

    id: str
    value: float | None = None
    datasets: int = 0
    points: float = 0.0
    can: float = 0.0


@dataclass(slots=True)
class DimensionFigure(Coded):
    """A dimension, likewise; ``points`` are what its indicators' points sum to."""

    id: str
    value: float | None = None
    datasets: int = 0
    points: float = 0.0
    can: float = 0.0
    rules: tuple[RuleFigure, ...] = ()


@dataclass(slots=True)
class Figure(Coded):
    """A score from 0 to 100 with its tree. ``score`` is None when nothing applies; ``datasets``
    says how many there are. ``band`` is the id of a band, empty without a score."""

    version: str
    score: float | None
    band: str
    datasets: int
    dimensions: tuple[DimensionFigure, ...]

    def values(self) -> dict[str, float | None]:
        """The value of each dimension by id, from 0 to 1."""
        return {one.id: one.value for one in self.dimensions}


def figure(methodology: Methodology, tally: Tally) -> Figure:
    """The figure of what ``tally`` adds up to."""
    weights = {
        one.id: one.weight * tally.dimensions.get(one.id, 0) for one in methodology.dimensions
    }
    whole = sum(weights.values())
    found = tuple(
        _dimension(one, tally, 100 * weights[one.id] / whole if whole else 0.0)
        for one in methodology.dimensions
    )
    score = round(sum(one.points for one in found), DIGITS) if whole else None
    band = methodology.band(score)
    return Figure(methodology.version, score, band.id if band else "", tally.datasets, found)


def _dimension(dimension: Dimension, tally: Tally, can: float) -> DimensionFigure:
    sums = [(rule, tally.rules.get(rule.id)) for rule in dimension.rules]
    whole = sum(rule.weight * one.datasets for rule, one in sums if one is not None)
    rules = tuple([_rule(rule, one, can / whole if whole else 0.0) for rule, one in sums])
    points = sum([one.points for one in rules])
    value = points / can if can else None
    datasets = tally.dimensions.get(dimension.id, 0)
    return DimensionFigure(
        dimension.id, None if value is None else round(value, DIGITS), datasets, points, can, rules
    )


def _rule(rule: Rule, found: Sum | None, each: float) -> RuleFigure:
    if found is None or not found.datasets:
        return RuleFigure(rule.id)
    value, can = found.value or 0.0, each * rule.weight * found.datasets
    return RuleFigure(rule.id, round(value, DIGITS), found.datasets, value * can, can)


def of_members(figures: Iterable[Figure], below: Tally) -> Tally:
    """The sums of a node whose members count the same whatever their size: each as one dataset.

    ``below`` has the true number of datasets, bands and totals.
    """
    tally = Tally(below.datasets, bands=dict(below.bands), totals=dict(below.totals))
    for one in figures:
        for dimension in one.dimensions:
            if dimension.value is None:
                continue
            tally.dimensions[dimension.id] = tally.dimensions.get(dimension.id, 0) + 1
            for rule in dimension.rules:
                if rule.value is not None:
                    total = tally.rules.setdefault(rule.id, Sum())
                    total.datasets += 1
                    total.micro += round(rule.value * MICRO)
    return tally
