"""Masks rows of a protected table to its levels, after what the report kept of each column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl
from ckanext.masking.domain.detectors.registry import Registry
from ckanext.masking.domain.engine.masking import Masker
from ckanext.masking.domain.engine.plan import ColumnPlan
from ckanext.masking.domain.finding import Certainty
from ckanext.masking.domain.formats.base import Column
from ckanext.masking.domain.operators import Mask, Scope
from ckanext.masking.domain.policy.model import fold
from ckanext.masking.domain.policy.question import Decision
from ckanext.masking.domain.reading.levels import ColumnLevels, Told
from ckanext.masking.domain.scanning.report import ColumnReport, Tally

Cells = Sequence[str | None]


class LevelMasker:
    """Makes the masked forms of rows that are given clear.

    ``scope`` answers the place an operator works in, by column. Raises ``Rejected`` when an
    operator lacks its keys.
    """

    def __init__(
        self, columns: Sequence[ColumnLevels], detectors: Registry, scope: Mapping[str, Scope]
    ) -> None:
        self._maskers: list[tuple[str, int, Masker, Mask | None]] = []
        for column in columns:
            for level, treatment in enumerate(column.treatments):
                plan = _plan(column, treatment, scope[column.name])
                self._maskers.append((column.name, level, Masker(plan, detectors), plan.mask))

    def mask(self, rows: Mapping[str, Cells]) -> Iterator[tuple[str, int, list[str | None]]]:
        """Each column's masked cells, level by level, of ``rows`` given by column."""
        texts = {name: pl.Series("cell", cells, dtype=pl.String) for name, cells in rows.items()}
        for name, level, masker, mask in self._maskers:
            wanted = fold(mask.subject_column) if mask and mask.subject_column else None
            subjects = next((s for n, s in texts.items() if fold(n) == wanted), None)
            yield name, level, masker.mask(texts[name], subjects).to_list()


def _plan(column: ColumnLevels, treatment: Told, scope: Scope) -> ColumnPlan:
    whole = _decision(treatment["decision"])
    inside = {name: _decision(one) for name, one in treatment["inside"].items()}
    place = Column("", int(column.told["place"]), column.name)
    plan = ColumnPlan(place, _report(column), whole, inside)
    plan.mask = whole.bind(scope) if whole.masks else None
    plan.inner = {name: one.bind(scope) for name, one in inside.items() if one.masks}
    return plan


def _decision(told: Told) -> Decision:
    return Decision(
        told["operator"], told["rule"], told["policy"], told["version"], told["parameters"]
    )


def _report(column: ColumnLevels) -> ColumnReport:
    told = column.told
    tallies = tuple(
        Tally(one["detector"], _certainty(one["certainty"]), one["cells"], one["whole"], 0.0)
        for one in told["found"]
    )
    certainty = _certainty(told["certainty"]) if told["certainty"] else None
    suggested = tuple(told["suggested"])
    return ColumnReport(column.name, told["detector"], certainty, 0, 0, 0.0, tallies, suggested)


def _certainty(word: str) -> Certainty:
    return Certainty[word.upper()]
