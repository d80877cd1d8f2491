"""The metrics of the assessment with their points, on a dataset or on its distributions.

Source: the table of the MQA methodology in the data provider manual of data.europa.eu.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from ckanext.openindex.domain.facts import DatasetFacts, Probe, ResourceFacts
from ckanext.openindex.domain.mqa.vocabularies import (
    MACHINE_READABLE,
    NON_PROPRIETARY,
    file_type,
    known_access_rights,
    known_licence,
    known_media_type,
)

DimensionName = Literal[
    "findability", "accessibility", "interoperability", "reusability", "contextuality"
]
DIMENSIONS: Final[tuple[DimensionName, ...]] = (
    *("findability", "accessibility", "interoperability", "reusability", "contextuality"),
)


@dataclass(frozen=True, slots=True)
class OfDataset:
    """A metric that looks at the dataset."""

    id: str
    dimension: DimensionName
    points: int
    passes: Callable[[DatasetFacts], bool]


@dataclass(frozen=True, slots=True)
class OfDistribution:
    """A metric that looks at a distribution; what only the dataset has counts for each."""

    id: str
    dimension: DimensionName
    points: int
    passes: Callable[[ResourceFacts, DatasetFacts], bool]


def _answers(url: str, *probes: Probe | None) -> bool:
    return any(one is not None and one.url == url and one.reachable for one in probes)


ON_DATASET: Final = (
    OfDataset("keyword", "findability", 30, lambda d: d.keywords > 0),
    OfDataset("theme", "findability", 30, lambda d: d.themes > 0),
    OfDataset("spatial", "findability", 20, lambda d: d.spatial),
    OfDataset("temporal", "findability", 20, lambda d: d.temporal),
    OfDataset(
        "dcat_ap",
        *("interoperability", 30),
        lambda d: d.conformance is not None and d.conformance.conforms,
    ),
    OfDataset("access_rights", "reusability", 10, lambda d: bool(d.access_rights)),
    OfDataset(
        "access_rights_known", "reusability", 5, lambda d: known_access_rights(d.access_rights)
    ),
    OfDataset("contact", "reusability", 20, lambda d: d.contact),
    OfDataset("publisher", "reusability", 10, lambda d: d.publisher),
)
ON_DISTRIBUTION: Final = (
    OfDistribution(
        "access_url_answers",
        *("accessibility", 50),
        lambda r, d: bool(r.access_url) and _answers(r.access_url, r.access, r.download),
    ),
    OfDistribution("download_url", "accessibility", 20, lambda r, d: bool(r.download_url)),
    OfDistribution(
        "download_url_answers",
        *("accessibility", 30),
        lambda r, d: bool(r.download_url) and _answers(r.download_url, r.download, r.access),
    ),
    OfDistribution("format", "interoperability", 20, lambda r, d: bool(r.format)),
    OfDistribution("media_type", "interoperability", 10, lambda r, d: bool(r.media_type)),
    OfDistribution(
        "format_known",
        *("interoperability", 10),
        lambda r, d: bool(file_type(r.format)) or known_media_type(r.media_type),
    ),
    OfDistribution(
        "non_proprietary",
        *("interoperability", 20),
        lambda r, d: file_type(r.format) in NON_PROPRIETARY,
    ),
    OfDistribution(
        "machine_readable",
        *("interoperability", 20),
        lambda r, d: file_type(r.format) in MACHINE_READABLE,
    ),
    OfDistribution("licence", "reusability", 20, lambda r, d: bool(r.licence)),
    OfDistribution("licence_known", "reusability", 10, lambda r, d: known_licence(r.licence)),
    OfDistribution("rights", "contextuality", 5, lambda r, d: bool(r.rights or d.rights)),
    OfDistribution("byte_size", "contextuality", 5, lambda r, d: r.size is not None),
    OfDistribution("issued", "contextuality", 5, lambda r, d: bool(r.issued or d.issued)),
    OfDistribution("modified", "contextuality", 5, lambda r, d: bool(r.modified or d.modified)),
)
