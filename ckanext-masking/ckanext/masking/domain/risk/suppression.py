"""k-suppression over several columns: rows of small groups lose their quasi-identifiers."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl
from ckanext.masking.domain.operators import REDACTED
from ckanext.masking.domain.risk.survey import Survey


@dataclass(frozen=True, slots=True)
class Suppression:
    """Redacts the quasi-identifiers, blank ones too, of the ``rows`` whose group has under ``k``.

    The redacted rows are one group; while it has under ``k`` rows the next smallest groups join
    it. Works on the batches of a table that a survey has seen whole, whatever its size.
    """

    columns: tuple[str, ...]
    k: int
    rows: int
    _groups: frozenset[int] = field(repr=False)
    _survey: Survey = field(repr=False)

    @classmethod
    def of(cls, survey: Survey, k: int) -> Suppression:
        """The suppression that makes ``k`` of what ``survey`` has counted."""
        groups = survey.smallest(k)
        return cls(survey.quasi_identifiers, k, survey.rows_in(groups), groups, survey)

    def apply(self, frame: pl.DataFrame) -> pl.DataFrame:
        """One batch, with its columns in their order, and no row dropped."""
        if not self._groups or not self.columns:
            return frame
        groups = pl.lit(pl.Series([list(self._groups)], dtype=pl.List(pl.UInt64)))
        hashes = self._survey.hashes(frame)
        small = hashes.to_frame().select(pl.col(hashes.name).is_in(groups)).to_series()
        redacted = [
            pl.when(small).then(pl.lit(REDACTED)).otherwise(pl.col(column)).alias(column)
            for column in self.columns
        ]
        return frame.with_columns(redacted)
