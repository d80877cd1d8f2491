"""The first pass over a file: what each of its columns holds."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl
from ckanext.masking.domain.detectors.registry import Registry
from ckanext.masking.domain.engine.order import Order
from ckanext.masking.domain.finding import Certainty
from ckanext.masking.domain.formats.base import APART, Column, Columns, Document, Kind
from ckanext.masking.domain.scanning.column import ColumnScan
from ckanext.masking.domain.scanning.report import ColumnReport
from ckanext.masking.domain.scanning.vote import MOST
from ckanext.masking.domain.together import ahead, workers

COORDINATES: Final = "coordinates"
GEOMETRY: Final = (
    r"^\s*(?:SRID=\d{1,6};)?\s*(?i:(?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)\s*"
    r'(?:Z|M|ZM)?\s*\(|^\s*\{[^{}]*"(?:coordinates|geometries)"\s*:\s*\['
)
"""Geometries as text: WKT (OGC 06-103r4, clause 7), or GeoJSON (RFC 7946, 3.1)."""


@dataclass
class _Scan:
    column: Column
    scan: ColumnScan
    known: ColumnReport | None = None
    geometries: int = 0
    filled: int = 0
    cells: int = 0


@dataclass(frozen=True)
class Survey:
    """What was found: a report per column, and the rows of each table.

    Columns that are ``settled`` were not searched, for it was clear what would be done to them.
    """

    reports: dict[Column, ColumnReport]
    rows: dict[str, int] = field(default_factory=dict[str, int])
    settled: frozenset[Column] = frozenset()

    def with_more(self, other: Survey) -> Survey:
        """This survey and what ``other`` found in more rows of the same tables.

        A column stays what it is here, where it is anything; what single cells hold is of both.
        """
        reports = dict(self.reports)
        for column, report in other.reports.items():
            known = reports.get(column)
            reports[column] = report if known is None else known.with_more(report)
        tables = dict.fromkeys((*self.rows, *other.rows))
        return Survey(
            reports,
            {t: self.rows.get(t, 0) + other.rows.get(t, 0) for t in tables},
            self.settled | other.settled,
        )


Settle = Callable[[Column], ColumnReport | None]
"""Answers what is taken for known of a column that need not be searched; None for the others."""


class Surveyor:
    """Looks at block after block, then tells what was found."""

    def __init__(self, detectors: Registry, settle: Settle = lambda column: None) -> None:
        self._detectors, self._settle = detectors, settle
        self._scans: dict[Column, _Scan] = {}
        self._rows: dict[str, int] = {}

    def add(self, columns: Columns, rows: int, pool: Executor | None = None) -> None:
        """Look at the cells of one block of ``rows`` rows; in ``pool`` at several columns."""
        for column in columns:
            if column not in self._scans:
                scan = ColumnScan(column.name, self._detectors)
                self._scans[column] = _Scan(column, scan, self._settle(column))
        scans = [self._scans[column] for column in columns]
        deque((pool.map if pool else map)(_look, scans, columns.values()), maxlen=0)
        table = next((c.table for c in columns if c.kind not in APART), None)
        if table is not None:
            self._rows[table] = self._rows.get(table, 0) + rows

    def survey(self) -> Survey:
        """What has been found so far."""
        reports = {c: _report(one, self._detectors) for c, one in self._scans.items()}
        settled = frozenset(c for c, one in self._scans.items() if one.known is not None)
        return Survey(reports, dict(self._rows), settled)


def survey(document: Document, order: Order, settle: Settle = lambda column: None) -> Survey:
    """Looks at every cell of a document that is not of a settled column. Raises ``HeldError``."""
    surveyor = Surveyor(order.detectors, settle)
    with workers() as pool:
        for block, columns in ahead((one, one.columns()) for one in document.blocks()):
            surveyor.add(columns, block.rows, pool)
            order.progress("scan", block.rows)
    return surveyor.survey()


def _look(one: _Scan, series: pl.Series) -> None:
    if one.known is not None:
        one.filled += int((series != "").sum() or 0)
        one.cells += len(series)
        return
    if one.column.kind is Kind.PLACES:
        one.geometries += series.drop_nulls().len()
        return
    if any(series.str.contains(mark, literal=True).any() for mark in "({"):
        one.geometries += int(series.str.contains(GEOMETRY).sum() or 0)
    one.scan.add(series)


def _report(one: _Scan, detectors: Registry) -> ColumnReport:
    """The scan's report; geometries are coordinates, also where no single one looks like it."""
    if one.known is not None:
        return replace(one.known, cells=one.filled, blank=one.cells - one.filled)
    report = one.scan.report()
    if one.column.kind is Kind.PLACES:
        cells = one.geometries
        return ColumnReport(report.name, COORDINATES, Certainty.CERTAIN, cells, 0, 1.0)
    if COORDINATES in detectors and one.geometries > MOST * max(report.cells, 1):
        share = one.geometries / report.cells
        return replace(report, detector=COORDINATES, certainty=Certainty.PROBABLE, share=share)
    return report


def is_geometry(text: str) -> bool:
    """Whether a text is a geometry as a whole."""
    return re.match(GEOMETRY, text) is not None
