"""A survey as JSON, so that what was found once need not be looked for again.

It has the headers as they are written, in which a value may stand: it belongs where the file is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ckanext.masking.domain.engine.survey import Survey
from ckanext.masking.domain.finding import Certainty
from ckanext.masking.domain.formats.base import Column, Kind
from ckanext.masking.domain.scanning.report import ColumnReport, Tally


def stored(survey: Survey) -> dict[str, Any]:
    """``survey`` as JSON can hold it."""
    columns = [
        {
            **asdict(column),
            "kind": column.kind.value,
            "report": asdict(report),
            "settled": column in survey.settled,
        }
        for column, report in survey.reports.items()
    ]
    return {"columns": columns, "rows": dict(survey.rows)}


def restored(given: Mapping[str, Any]) -> Survey:
    """The survey that was stored. Raises ``KeyError``, ``TypeError`` or ``ValueError``."""
    reports: dict[Column, ColumnReport] = {}
    settled: set[Column] = set()
    for one in given["columns"]:
        column = Column(one["table"], one["place"], one["name"], Kind(one["kind"]))
        report: dict[str, Any] = dict(one["report"])
        certainty = report["certainty"]
        report |= {
            "certainty": None if certainty is None else Certainty(certainty),
            "tallies": tuple(map(_tally, report["tallies"])),
            "suggested": tuple(report["suggested"]),
            "lucky": tuple(report["lucky"]),
        }
        reports[column] = ColumnReport(**report)
        settled |= {column} if one.get("settled") else set()
    return Survey(reports, dict(given["rows"]), frozenset(settled))


def _tally(given: Mapping[str, Any]) -> Tally:
    certainty = Certainty(given["certainty"])
    return Tally(given["detector"], certainty, given["cells"], given["whole"], given["share"])
