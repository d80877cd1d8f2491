"""Charts of a report: a curve of scores over days, and bars of values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from .colours import BANDS, INK, LINE
from .text import safe, shortened, width

WIDTH: Final = 720
_SIZE: Final = 12
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 16, 12, 24
_HEIGHT: Final = 220
_ROW: Final = 28
_NAMES: Final = 190
Point = tuple[date, float | None]


def curve(points: Sequence[Point], title: str) -> str:
    """Scores from 0 to 100 by day, in the order of days; a day without one leaves a gap.

    ``title`` names the chart for screen readers; the figures belong into a table beside it.
    """
    parts = [_grid()]
    if points:
        first, last = points[0][0], points[-1][0]
        parts += [_day(_LEFT, "start", first), _day(WIDTH - _RIGHT, "end", last)]
        days = max(1, (last - first).days)
        for run in _runs(points):
            places = [(_x((day - first).days / days), _y(score)) for day, score in run]
            parts.append(_line(places))
    return _svg(_HEIGHT, title, "".join(parts))


def bars(rows: Sequence[tuple[str, float | None]], title: str, none: str = "–") -> str:
    """A bar from 0 to 100 for each named value from 0 to 1; ``none`` stands for no value."""
    parts = list[str]()
    full = WIDTH - _NAMES - 60
    for number, (name, value) in enumerate(rows):
        top = number * _ROW
        base = top + 18
        word = safe(shortened(name, 14 if width(name, 1) > 0.8 * len(name) else 26))
        parts.append(f'<text x="{_NAMES - 8}" y="{base}" text-anchor="end">{word}</text>')
        if value is not None:
            parts.append(_bar(top, full, LINE))
            parts.append(_bar(top, full * min(1.0, max(0.0, value)), BANDS[1]))
        said = safe(none) if value is None else f"{100 * value:.1f}"
        parts.append(f'<text x="{_NAMES + full + 8}" y="{base}">{said}</text>')
    return _svg(max(1, len(rows)) * _ROW, title, "".join(parts))


def _bar(top: int, wide: float, colour: str) -> str:
    return f'<rect x="{_NAMES}" y="{top + 6}" width="{wide:.1f}" height="16" fill="{colour}"/>'


def _runs(points: Sequence[Point]) -> Iterator[list[tuple[date, float]]]:
    run = list[tuple[date, float]]()
    for day, score in points:
        if score is not None:
            run.append((day, score))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _line(places: Sequence[tuple[float, float]]) -> str:
    if len(places) == 1:
        x, y = places[0]
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{BANDS[1]}"/>'
    said = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return f'<polyline points="{said}" fill="none" stroke="{BANDS[1]}" stroke-width="2"/>'


def _grid() -> str:
    parts = list[str]()
    for score in (0, 25, 50, 75, 100):
        y = _y(score)
        parts.append(
            f'<path d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}" stroke="{LINE}"/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{score}</text>'
        )
    return "".join(parts)


def _day(x: float, anchor: str, day: date) -> str:
    return f'<text x="{x}" y="{_HEIGHT - 6}" text-anchor="{anchor}">{day.isoformat()}</text>'


def _x(share: float) -> float:
    return _LEFT + share * (WIDTH - _LEFT - _RIGHT)


def _y(score: float) -> float:
    return _TOP + (1 - score / 100) * (_HEIGHT - _TOP - _BOTTOM)


def _svg(height: int, title: str, inner: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-label="{safe(title)}" font-family="inherit" font-size="{_SIZE}" fill="{INK}">'
        f"<title>{safe(title)}</title>{inner}</svg>"
    )
