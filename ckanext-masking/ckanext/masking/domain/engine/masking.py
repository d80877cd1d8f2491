"""Masks one block of a column as its plan says."""

# polars' signatures name types of libraries that need not be installed.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl
from ckanext.masking.domain.detectors.registry import Registry
from ckanext.masking.domain.engine.places import mask_places
from ckanext.masking.domain.engine.plan import ColumnPlan
from ckanext.masking.domain.engine.survey import GEOMETRY, is_geometry
from ckanext.masking.domain.finding import Finding
from ckanext.masking.domain.formats._layout import names_somebody
from ckanext.masking.domain.formats.base import APART, Kind
from ckanext.masking.domain.operators.base import REDACTED, is_blank, mapped
from ckanext.masking.domain.scanning import plain
from ckanext.masking.domain.scanning.column import MOST_KNOWN, SHORT
from ckanext.masking.domain.scanning.text import find_all

BY_PLACE: Final = frozenset({"partial"})
"""Operators that show characters by where they stand: made for a value and nothing beside it."""
Answer = Callable[[str | None], str | None]
_EDGE: Final = 2
"""Characters by which a value that is all of its cell may be shorter: quotes, a bracket."""


OPAQUE: Final = frozenset({"redact", "null", "replace", "hmac_sha256", "hmac_sm3"})
"""Operators that show nothing of a value, whatever it is: they suit a cell of any kind."""


class Masker:
    """Applies a plan to block after block and counts what changed."""

    def __init__(self, plan: ColumnPlan, detectors: Registry) -> None:
        self._plan = plan
        self._known: dict[str, str | None] = {}
        names = {tally.detector for tally in plan.report.tallies} & set(detectors)
        if plan.report.detector in detectors and plan.report.detector is not None:
            names.add(plan.report.detector)
        self._detectors = detectors.only(names)
        self._others = bool(plan.inner) and plan.whole.operator not in OPAQUE
        self._exact = plan.report.detector in names and plan.whole.operator in BY_PLACE

    def mask(self, series: pl.Series, subjects: pl.Series | None = None) -> pl.Series:
        """The masked form of ``series``, of the same length; ``subjects`` as ``Mask.series``."""
        named = series.alias("cell")
        mask = self._plan.mask
        if mask is None:
            masked = self._inside(named)
        elif self._plan.column.kind is Kind.PLACES:
            masked = mapped(named, lambda text: mask_places(text, mask))
        else:
            masked = mask.series(named, subjects)
            if (self._others or self._exact) and not mask.whole_column:
                masked = self._mixed(named, masked)
        changed = masked.ne_missing(named)
        self._plan.masked += int(changed.sum() or 0)
        return masked

    def _candidates(self, series: pl.Series) -> pl.Series:
        """Which cells may hold anything, by the detectors' triggers."""
        always = any(
            not d.trigger or (d.headers.words and name in self._plan.report.suggested)
            for name, d in self._detectors.items()
        )
        if always or self._plan.column.kind in APART:
            return series.is_not_null()
        triggers = [f"(?:{d.trigger})" for d in self._detectors.values()]
        pattern = "|".join([plain.ODD, GEOMETRY, *triggers])
        return series.str.contains(pattern).fill_null(False)

    def _inside(self, series: pl.Series) -> pl.Series:
        """The values found in cells, each masked as its kind asks."""
        return self._where(self._candidates(series), series, series, self._pieces)

    def _mixed(self, series: pl.Series, masked: pl.Series) -> pl.Series:
        """Of a column that is masked as a whole, the cells that hold other kinds as well."""
        own = self._detectors.get(self._plan.report.detector or "")
        odd = series.is_not_null() if self._exact else self._candidates(series)
        if own is not None:
            cell = pl.col("cell").str.strip_chars()
            whole = own.whole(cell, own.name in self._plan.report.suggested)
            if whole is not None:
                odd &= series.to_frame().select((whole == 0).fill_null(True)).to_series()
        return self._where(odd, series, masked, self._foreign)

    def _where(
        self, which: pl.Series, cells: pl.Series, masked: pl.Series, function: Answer
    ) -> pl.Series:
        """``masked``, with ``function`` of the cells ``which`` where it answers one."""
        if not which.any():
            return masked
        answers = mapped(cells.to_frame().filter(which)["cell"], self._remembered(function))
        places = which.arg_true()
        new = pl.DataFrame({"place": places, "new": answers})
        frame = pl.DataFrame({"masked": masked}).with_row_index("place")
        joined = frame.join(new, on="place", how="left", maintain_order="left")
        return joined.select(pl.coalesce("new", "masked").alias("cell")).to_series()

    def _remembered(self, function: Answer) -> Answer:
        """``function``, which is not asked again about short cells."""

        def answer(cell: str | None) -> str | None:
            if cell is None or len(cell) > SHORT:
                return function(cell)
            if cell not in self._known:
                if len(self._known) >= MOST_KNOWN:
                    self._known.clear()
                self._known[cell] = function(cell)
            return self._known[cell]

        return answer

    def _pieces(self, cell: str | None) -> str | None:
        """A cell with the values in it masked; None when there are none to mask."""
        if cell is None:
            return None
        inner = self._plan.inner
        if "coordinates" in inner and is_geometry(cell):
            return inner["coordinates"].apply(cell) or ""
        parts: list[str] = []
        last = 0
        for finding in self._found(cell):
            mask = inner.get(finding.detector)
            if mask is not None and self._counts(finding, cell):
                parts += (
                    cell[last : finding.start],
                    mask.apply(cell[finding.start : finding.end]) or "",
                )
                last = finding.end
        return "".join((*parts, cell[last:])) if parts else None

    def _foreign(self, cell: str | None) -> str | None:
        """What becomes of a cell that is not one value of the column's kind.

        One value of another kind is masked as that; of a mixture, and where the column's mask
        shows characters by their place, nothing is shown. None: the column's mask will do.
        """
        if cell is None or is_blank(cell):
            return None
        found = self._found(cell)
        least = len(cell.strip()) - _EDGE
        whole = next((f.detector for f in found if f.end - f.start >= least), None)
        if whole in self._plan.inner:
            return self._plan.inner[whole].apply(cell) or ""
        foreign = any(f.detector in self._plan.inner for f in found)
        unknown = self._exact and whole != self._plan.report.detector
        return REDACTED if foreign or unknown else None

    def _found(self, cell: str) -> tuple[Finding, ...]:
        found = find_all(cell, self._detectors, self._plan.column.name)
        return self._plan.report.settle(found)

    def _counts(self, finding: Finding, cell: str) -> bool:
        """Whether a finding is masked: in titles, headers and keys not every suspect is."""
        return self._plan.column.kind is not Kind.LOOSE or names_somebody(finding, cell)
