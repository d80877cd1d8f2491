"""One HTML page that needs nothing else: its style and its charts are in it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ckanext.openindex.domain.drawing import charts
from ckanext.openindex.domain.report.document import Report
from ckanext.openindex.domain.report.words import words
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_FOLDER: Final = Path(__file__).parents[2] / "templates" / "openindex"


def page(report: Report) -> str:
    """The report as HTML."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    said = words(report.lang)
    rows = [(one.title, one.after) for one in report.dimensions]
    # The charts escape what they are given.
    bars = Markup(charts.bars(rows, said["dimensions"]))
    curve = Markup(charts.curve(report.days, said["curve"]))
    return environment.get_template("report.html").render(
        report=report, words=said, bars=bars, curve=curve, months=_months(report)
    )


def write(report: Report, path: Path) -> None:
    """Write the page to ``path``."""
    path.write_text(page(report), "utf-8")


def _months(report: Report) -> list[tuple[str, float | None]]:
    """The last day that history has of each month, as the table beside the curve."""
    last = {day.strftime("%Y-%m"): (day.isoformat(), score) for day, score in report.days}
    return list(last.values())
