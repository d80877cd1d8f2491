"""A workbook with the figures and Excel's own charts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from ckanext.openindex.adapters.workbook import Book
from ckanext.openindex.domain.cells import Cell
from ckanext.openindex.domain.report.document import Dataset, Indicator, Report
from ckanext.openindex.domain.report.words import words

_WIDE: Final = 34


def write(report: Report, path: Path) -> None:
    """Write the workbook to ``path``."""
    said = words(report.lang)
    with Book(str(path)) as book:
        book.set_properties({"title": f"{report.title} {report.name}"})
        _summary(book, report, said)
        _dimensions(book, report, said)
        _curve(book, report, said)
        head = ("indicator", "dimension", "value", "datasets", "points", "can", "gain")
        rows = [
            (one.title, one.dimension, _percent(one.value), one.datasets,
             *_points(one), one.gain)
            for one in report.indicators
        ]  # fmt: skip
        _sheet(book, said["indicators"], [said[one] for one in head], rows)
        for name, listed in (("best", report.best), ("costly", report.costly)):
            _datasets(book, said, name, listed)


def _summary(book: Book, report: Report, said: dict[str, str]) -> None:
    before, after = report.before, report.after
    rows = [
        (said["period"], report.name, f"{report.period.first} – {report.period.last}"),
        (said["level"], report.level, ""),
        (said["methodology"], report.version, ""),
        (said["made"], report.made.isoformat(), report.site),
        (said["change"], _short(report.change), "" if before else said["no_begin"]),
    ]
    sheet = _sheet(book, said["summary"], [report.title, said["report"], ""], rows)
    start = len(rows) + 2
    book.put(sheet, start, ["", said["begin"], said["end"]])
    lines = [
        (said["day"], before.day.isoformat() if before else "", after.day.isoformat()),
        (said["score"], _short(before.score) if before else None, _short(after.score)),
        (said["band"], before.band if before else "", after.band),
        (said["datasets"], before.datasets if before else None, after.datasets),
        (said["public"], "", ""),
        (said["as_of"], report.as_of, "") if report.as_of else (said["gone"], "", ""),
    ]
    for number, line in enumerate(lines, start + 1):
        book.put(sheet, number, line)


def _dimensions(book: Book, report: Report, said: dict[str, str]) -> None:
    name = said["dimensions"]
    rows = [(one.title, _percent(one.before), _percent(one.after)) for one in report.dimensions]
    sheet = _sheet(book, name, [said["dimension"], said["begin"], said["end"]], rows)
    chart = book.add_chart({"type": "bar"})
    for column in (1, 2):
        chart.add_series(
            {
                "name": [name, 0, column],
                "categories": [name, 1, 0, len(rows), 0],
                "values": [name, 1, column, len(rows), column],
            }
        )
    chart.set_title({"name": name})
    chart.set_x_axis({"min": 0, "max": 100})
    chart.set_y_axis({"reverse": True})
    sheet.insert_chart("E2", chart, {"description": name})


def _curve(book: Book, report: Report, said: dict[str, str]) -> None:
    name = said["curve"]
    rows = [(day.isoformat(), _short(score)) for day, score in report.days]
    sheet = _sheet(book, name, [said["day"], said["score"]], rows)
    chart = book.add_chart({"type": "line"})
    chart.add_series(
        {
            "name": [name, 0, 1],
            "categories": [name, 1, 0, len(rows), 0],
            "values": [name, 1, 1, len(rows), 1],
        }
    )
    chart.set_title({"name": name})
    chart.set_y_axis({"min": 0, "max": 100})
    chart.set_legend({"none": True})
    sheet.insert_chart("D2", chart, {"description": name})


def _datasets(book: Book, said: dict[str, str], name: str, listed: Sequence[Dataset]) -> None:
    head = [said["dataset"], said["score"], said["band"]]
    rows = [[one.title, _short(one.score), one.band] for one in listed]
    if name == "costly":
        head += [said["cost"], said["most"]]
        for row, one in zip(rows, listed, strict=True):
            row += [_short(one.cost), one.most]
    _sheet(book, said[name], head, rows)


def _sheet(book: Book, name: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, _WIDE)
    sheet.set_column(1, max(1, len(head) - 1), 16)
    book.put(sheet, 0, head)
    for number, row in enumerate(rows, start=1):
        book.put(sheet, number, row)
    return sheet


def _points(one: Indicator) -> tuple[float | None, float | None]:
    """Points and those it can give; nothing where the indicator does not apply."""
    return (None, None) if one.value is None else (_short(one.points), _short(one.can))


def _percent(value: float | None) -> float | None:
    return None if value is None else round(100 * value, 2)


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
