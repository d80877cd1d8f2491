"""Decides what a column holds: its header suggests, its cells vote."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
from ckanext.masking.domain.detectors.registry import Registry
from ckanext.masking.domain.scanning.report import ColumnReport


def scan_column(
    name: str,
    values: Iterable[object] | pl.Series,
    detectors: Registry,
    sample: int | None = None,
) -> ColumnReport:
    """What the column ``name`` holds.

    ``values`` is read once; None and blank cells are counted apart, others are looked at as text.
    ``sample`` bounds how many cells are looked at, spread evenly over a Series and taken from the
    beginning of an iterator; None looks at all. A polars Series of strings is the fast way.
    """
    raise NotImplementedError
