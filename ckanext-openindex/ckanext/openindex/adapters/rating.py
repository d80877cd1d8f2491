"""Rates stored inputs by a methodology, in whatever process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.figure import DIGITS
from ckanext.openindex.domain.indicators.timeliness import TOLERANCE
from ckanext.openindex.domain.methodology import Methodology
from ckanext.openindex.domain.mqa import mqa
from ckanext.openindex.domain.rollup import Node, path
from ckanext.openindex.domain.scoring import DatasetScore, Scorer
from ckanext.openindex.domain.tally import Tally

from .inputs import Stored

HEAT: Final = ("views_30", "downloads_30", "api_calls_30")
"""Totals by whose sum the most used datasets are found."""
COLUMNS: Final = (
    "version", "dataset_id", "node_id", "path", "score", "band", "dimensions", "indicators",
    "contribution", "mqa", "heat", "updated", "input_digest", "as_of", "computed",
)  # fmt: skip
"""Columns of ``openindex_score``, in the order of :attr:`Rated.row`."""


_scorers: dict[str, Scorer] = {}


@dataclass(frozen=True, slots=True)
class Rated:
    """A row of ``openindex_score``, where the dataset counts, and what it adds there."""

    row: tuple[Any, ...]
    nodes: tuple[Node, ...]
    tally: Tally

    @property
    def dataset_id(self) -> str:
        return str(self.row[1])

    @property
    def score(self) -> float | None:
        return self.row[4]


def rate(stored: Stored, methodology: Methodology, at: datetime, computed: datetime) -> Rated:
    """Rate an input as of ``at``."""
    facts = stored.read()
    found = scorer(methodology).score(facts, at)
    nodes, figure = path(facts), found.figure
    row = (
        methodology.version, facts.id, nodes[0].id, tuple([node.id for node in nodes]),
        figure.score, figure.band, figure.values(), _indicators(found), written(found.tally),
        mqa(facts).points, float(sum(found.tally.totals.get(name, 0) for name in HEAT)),
        _updated(facts, at), stored.digest, at.date(), computed,
    )  # fmt: skip
    return Rated(row, nodes, found.tally)


def batch(
    stored: Sequence[Stored], methodologies: Sequence[Methodology], at: datetime, computed: datetime
) -> list[list[Rated]]:
    """Inputs rated by each methodology."""
    return [[rate(one, each, at, computed) for one in stored] for each in methodologies]


def scorer(methodology: Methodology) -> Scorer:
    """The scorer of a methodology, made once in each process."""
    known = _scorers.get(methodology.digest)
    if known is None:
        known = _scorers[methodology.digest] = Scorer(methodology)
    return known


def written(tally: Tally) -> str:
    """A tally as it is stored."""
    return json.dumps(tally.as_dict(), separators=(",", ":"))


def read(stored: str) -> Tally:
    """The tally that ``written`` wrote."""
    return Tally.from_dict(json.loads(stored))


def _updated(facts: DatasetFacts, at: datetime) -> datetime | None:
    """When the data last changed, for lists of what is newest; a date in the future is a fault."""
    known = facts.data_updated
    return None if known is None or known > at + TOLERANCE else known


def _indicators(found: DatasetScore) -> str:
    """``{indicator id: [value from 0 to 1 or None, reason or ""]}``."""
    values = {
        name: [None if one.value is None else round(one.value, DIGITS), one.reason]
        for name, one in found.measurements.items()
    }
    return json.dumps(values, separators=(",", ":"))
