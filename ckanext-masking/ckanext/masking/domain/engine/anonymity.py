"""What is done about a k that a policy demands: small groups are suppressed, or steps proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import polars as pl
from ckanext.masking.domain.formats.base import Column
from ckanext.masking.domain.risk.proposal import MOST_ROWS, propose_steps
from ckanext.masking.domain.risk.suppression import Suppression
from ckanext.masking.domain.risk.survey import Survey

_ROWS: Final = "rows"


@dataclass
class Seen:
    """The different rows of quasi-identifiers as they leave, with how many there are of each.

    When there are too many, no more are taken: what is proposed then holds for the first.
    """

    columns: tuple[str, ...]
    full: bool = False
    _rows: pl.DataFrame | None = field(default=None, repr=False)

    def add(self, frame: pl.DataFrame) -> None:
        """Take the rows of a batch."""
        if self.full:
            return
        counted = frame.group_by(self.columns).agg(pl.len().cast(pl.UInt64).alias(_ROWS))
        both = counted if self._rows is None else pl.concat([self._rows, counted])
        self._rows = both.group_by(self.columns).agg(pl.col(_ROWS).sum())
        self.full = self._rows.height > MOST_ROWS

    def proposal(self, k: int, labels: Mapping[str, str]) -> dict[str, Any] | None:
        """JSON-ready: which operators reach ``k``; no value of the table. None without rows."""
        if self._rows is None:
            return None
        found = propose_steps(self._rows, self.columns, k, count=_ROWS)
        return {
            "k": found.k,
            "reached": found.reached,
            "sampled": self.full,
            "steps": [
                {
                    "place": int(step.column),
                    "column": labels[step.column],
                    "operator": step.do.operator,
                    "parameters": dict(step.do.parameters),
                    "k": step.k,
                    **{lang: named.text(lang) for lang in ("zh", "en")},
                }
                for step in found.steps
                for named in (replace(step, column=labels[step.column]),)
            ],
        }


def suppressed(
    suppression: Suppression, columns: tuple[Column, ...], texts: Mapping[Column, pl.Series]
) -> dict[Column, pl.Series]:
    """The quasi-identifiers of a block with those of small groups redacted."""
    frame = pl.DataFrame({str(c.place): texts[c] for c in columns})
    redacted = suppression.apply(frame)
    return {c: redacted[str(c.place)] for c in columns}


def suppression_of(survey: Survey, k: int) -> Suppression | None:
    """What makes ``k`` of a table that was surveyed whole; None when nothing has to be done."""
    found = Suppression.of(survey, k)
    return found if found.rows else None
