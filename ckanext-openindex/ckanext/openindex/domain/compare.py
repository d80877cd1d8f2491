"""Two versions of the methodology side by side: what changed, and what it does to a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.openindex.domain.coding import Coded
from ckanext.openindex.domain.figure import DimensionFigure, Figure, RuleFigure
from ckanext.openindex.domain.methodology.model import Dimension, Methodology, Rule
from ckanext.openindex.domain.methodology.parameters import plain_parameters


@dataclass(frozen=True, slots=True)
class Change(Coded):
    """One difference: ``what`` changed (``weight``, ``parameter``, ``added``, ``removed``,
    ``indicator``, ``band``, ``level``, ``text``) of which ``id``, and both sides as text."""

    what: str
    id: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Side(Coded):
    """A score, dimension or indicator by one version; None where the version has none."""

    value: float | None = None
    points: float | None = None
    can: float | None = None


@dataclass(frozen=True, slots=True)
class Row(Coded):
    """One line of the comparison. ``kind``: ``score``, ``dimension`` or ``indicator``.

    ``difference``: of the points, after less before, where both have some.
    """

    kind: str
    id: str
    before: Side
    after: Side
    difference: float | None


def changes(before: Methodology, after: Methodology) -> list[Change]:
    """What differs between two versions, in the order of the files."""
    return [
        *_dimensions(before, after),
        *_named(
            "band",
            {b.id: f"{b.least:g}" for b in before.bands},
            {b.id: f"{b.least:g}" for b in after.bands},
        ),
        *_named(
            "level",
            {str(b.unit): str(b.of) for b in before.levels},
            {str(b.unit): str(b.of) for b in after.levels},
        ),
    ]


def _dimensions(before: Methodology, after: Methodology) -> Iterator[Change]:
    old, new = ({one.id: one for one in side.dimensions} for side in (before, after))
    for name in _both(old, new):
        yield from _parts(name, old.get(name), new.get(name))
    rules = {one.id: one for one in before.rules}, {one.id: one for one in after.rules}
    for name in _both(*rules):
        yield from _rule(name, rules[0].get(name), rules[1].get(name))


def _parts(
    name: str, old: Dimension | Rule | None, new: Dimension | Rule | None
) -> Iterator[Change]:
    if old is None or new is None:
        yield Change("removed" if new is None else "added", name)
        return
    if old.weight != new.weight:
        yield Change("weight", name, f"{old.weight:g}", f"{new.weight:g}")
    if (old.title, old.about) != (new.title, new.about):
        yield Change("text", name, old.about.zh, new.about.zh)


def _rule(name: str, old: Rule | None, new: Rule | None) -> Iterator[Change]:
    yield from _parts(name, old, new)
    if old is None or new is None:
        return
    if old.name != new.name:
        yield Change("indicator", name, old.name, new.name)
    given = plain_parameters(old.given), plain_parameters(new.given)
    for key in _both(*given):
        was, now = (side.get(key) for side in given)
        if was != now:
            yield Change("parameter", f"{name}.{key}", _text(was), _text(now))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _named(what: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in _both(old, new):
        was, now = old.get(name, ""), new.get(name, "")
        if was != now:
            yield Change(what, name, was, now)


def _both(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys([*old, *new]))


def side_by_side(before: Figure, after: Figure) -> list[Row]:
    """The same dataset or node by two versions: its score, each dimension, each indicator."""
    whole = (Side(one.score, one.score, 100.0) for one in (before, after))
    rows = [_row("score", "", *whole)]
    old, new = ({one.id: one for one in side.dimensions} for side in (before, after))
    for name in _both(old, new):
        one, other = old.get(name), new.get(name)
        rows.append(_row("dimension", name, _side(one), _side(other)))
        inner = _rules(one), _rules(other)
        rows += [
            _row("indicator", rule, _side(inner[0].get(rule)), _side(inner[1].get(rule)))
            for rule in _both(*inner)
        ]
    return rows


def _rules(dimension: DimensionFigure | None) -> dict[str, RuleFigure]:
    return {} if dimension is None else {one.id: one for one in dimension.rules}


def _side(found: DimensionFigure | RuleFigure | None) -> Side:
    if found is None or found.value is None:
        return Side()
    return Side(found.value, found.points, found.can)


def _row(kind: str, name: str, before: Side, after: Side) -> Row:
    known = before.points is not None and after.points is not None
    difference = (after.points or 0.0) - (before.points or 0.0) if known else None
    return Row(kind, name, before, after, difference)
