"""Adds up the points of a dataset: its own, and by dimension those of its best distribution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from ckanext.openindex.domain.coding import Coded
from ckanext.openindex.domain.facts import DatasetFacts, ResourceFacts
from ckanext.openindex.domain.mqa.metrics import (
    DIMENSIONS,
    ON_DATASET,
    ON_DISTRIBUTION,
    DimensionName,
    OfDistribution,
)

Band = Literal["excellent", "good", "sufficient", "bad"]
BANDS: Final[tuple[tuple[int, Band], ...]] = (
    (351, "excellent"),
    (221, "good"),
    (121, "sufficient"),
    (0, "bad"),
)
"""The least points of each band, from the top."""
MOST: Final[Mapping[DimensionName, int]] = {
    name: sum(one.points for one in (*ON_DATASET, *ON_DISTRIBUTION) if one.dimension == name)
    for name in DIMENSIONS
}
"""The points of each dimension; 405 together."""
_BY_DIMENSION: Final = {
    name: tuple(one for one in ON_DISTRIBUTION if one.dimension == name) for name in DIMENSIONS
}


@dataclass(frozen=True, slots=True)
class MqaScore(Coded):
    """``points`` out of 405, and of each dimension; ``passed`` are the ids of the metrics that
    gave them, ``failed`` of the others; ``best`` the resource that counted, by dimension."""

    points: int
    band: Band
    dimensions: Mapping[str, int]
    passed: tuple[str, ...]
    failed: tuple[str, ...]
    best: Mapping[str, str]


def mqa(facts: DatasetFacts) -> MqaScore:
    """The score of ``facts``.

    "Only the best distribution counts" is stated for interoperability; as the same data are meant
    there, it is taken so in each dimension. What a dataset without distributions has of its own
    counts; the rights and dates of the dataset stand in for those of its distributions.
    """
    points: dict[str, int] = dict.fromkeys(DIMENSIONS, 0)
    passed: set[str] = set()
    best: dict[str, str] = {}
    for metric in ON_DATASET:
        if metric.passes(facts):
            points[metric.dimension] += metric.points
            passed.add(metric.id)
    resources = facts.resources or (ResourceFacts(""),)
    for dimension, metrics in _BY_DIMENSION.items():
        found, most, who = _best(metrics, resources, facts)
        points[dimension] += most
        passed.update(found)
        if metrics and who:
            best[dimension] = who
    total = sum(points.values())
    ids = [one.id for one in (*ON_DATASET, *ON_DISTRIBUTION)]
    return MqaScore(
        total,
        _band(total),
        points,
        tuple([one for one in ids if one in passed]),
        tuple([one for one in ids if one not in passed]),
        best,
    )


def _band(points: int) -> Band:
    for least, band in BANDS:
        if points >= least:
            return band
    return "bad"


def _best(
    metrics: tuple[OfDistribution, ...], resources: tuple[ResourceFacts, ...], facts: DatasetFacts
) -> tuple[list[str], int, str]:
    """What the best of ``resources`` passes, its points, and its id; the first of equals."""
    best: tuple[list[str], int, str] = ([], -1, "")
    for resource in resources:
        passed = [one for one in metrics if one.passes(resource, facts)]
        points = sum([one.points for one in passed])
        if points > best[1]:
            best = ([one.id for one in passed], points, resource.id)
    return best
