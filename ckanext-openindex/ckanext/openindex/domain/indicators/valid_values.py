"""Data quality: values outside the type or domain that the data element declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts, Inspection
from ckanext.openindex.domain.indicators.base import Indicator
from ckanext.openindex.domain.measurement import Measurement
from ckanext.openindex.domain.quality import PARAMETERS, SHARE, sound


class ValidValues(Indicator):
    """Values of their declared type and domain."""

    name = "valid_values"
    source = "ours, over the data elements of the catalogue"
    formula = SHARE
    parameters = {"nothing_at": replace(PARAMETERS["nothing_at"], default=0.5)}
    words = {
        "valid_values": ("超出类型或值域的单元格", "cells outside their type or domain"),
        "nothing_typed": ("没有声明类型或值域的列", "no column has a declared type or domain"),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        return sound(facts, "valid_values", _count, given, "nothing_typed")


def _count(found: Inspection) -> tuple[int, int] | None:
    if not found.typed_cells or found.outside_domain is None:
        return None
    return found.outside_domain, found.typed_cells
