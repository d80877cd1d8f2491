"""GeoJSON geometry (RFC 7946) as a sketch: no map tiles, so no request leaves the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import cos, isfinite, radians
from typing import Any, cast

from ckanext.govopen.domain.preview.base import Shape, Sketch

WIDTH, MARGIN = 800, 24
MIN_HEIGHT, MAX_HEIGHT = 220, 520
MAX_SHAPES = 2000
MAX_VERTICES = 20_000
MIN_EXTENT = 0.002  # degrees; a single point still gets a frame around it

Point = tuple[float, float]


def sketch(geometries: Iterable[object]) -> Sketch | None:
    """Points, lines and areas drawn to scale at their middle latitude; None without geometry."""
    parts: list[tuple[str, list[Point]]] = []
    vertices, more = 0, False
    for geometry in geometries:
        for part in _parts(geometry):
            vertices += len(part[1])
            if len(parts) == MAX_SHAPES or vertices > MAX_VERTICES:
                more = True
                break
            parts.append(part)
        if more:
            break
    points = [point for _, line in parts for point in line]
    return _draw(parts, points, more) if points else None


def _draw(parts: list[tuple[str, list[Point]]], points: list[Point], more: bool) -> Sketch:
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    middle = (west + east) / 2, (south + north) / 2
    stretch = max(0.05, cos(radians(middle[1])))
    wide = max(east - west, MIN_EXTENT) * stretch
    tall = max(north - south, MIN_EXTENT)
    room = WIDTH - 2 * MARGIN
    scale = min(room / wide, (MAX_HEIGHT - 2 * MARGIN) / tall)
    height = max(MIN_HEIGHT, round(tall * scale) + 2 * MARGIN)

    def place(point: Point) -> Point:
        x = WIDTH / 2 + (point[0] - middle[0]) * stretch * scale
        y = height / 2 - (point[1] - middle[1]) * scale
        return round(x, 1), round(y, 1)

    shapes = tuple(_shape(kind, [place(point) for point in line]) for kind, line in parts)
    return Sketch(WIDTH, height, shapes, (west, south, east, north), more)


def _shape(kind: str, line: list[Point]) -> Shape:
    if kind == "point":
        return Shape("point", *line[0])
    path = "M" + " L".join(f"{x:g} {y:g}" for x, y in line)
    return Shape(kind, d=path + ("Z" if kind == "land" else ""))


def _parts(geometry: object) -> Iterator[tuple[str, list[Point]]]:
    """A geometry as points, lines and rings (``land``); what is malformed is left out."""
    if not isinstance(geometry, dict):
        return
    shape = cast("dict[str, Any]", geometry)
    kind, inside = shape.get("type"), shape.get("coordinates")
    if kind == "GeometryCollection":
        for one in _list(shape.get("geometries"))[:MAX_SHAPES]:
            if isinstance(one, dict) and cast("dict[str, Any]", one).get("type") != kind:
                yield from _parts(cast("object", one))
        return
    match kind:
        case "Point":
            lines, name = [[inside]], "point"
        case "MultiPoint":
            lines, name = [[point] for point in _list(inside)], "point"
        case "LineString":
            lines, name = [_list(inside)], "line"
        case "MultiLineString":
            lines, name = [_list(line) for line in _list(inside)], "line"
        case "Polygon":
            lines, name = [_list(ring) for ring in _list(inside)], "land"
        case "MultiPolygon":
            lines, name = [_list(r) for polygon in _list(inside) for r in _list(polygon)], "land"
        case _:
            return
    for line in lines:
        points = [point for raw in line if (point := _point(raw)) is not None]
        if points:
            yield name, points


def _point(raw: object) -> Point | None:
    """Longitude and latitude in degrees, or None when they are none."""
    pair = _list(raw)[:2]
    if len(pair) < 2 or not all(isinstance(n, int | float) and isfinite(n) for n in pair):
        return None
    x, y = float(pair[0]), float(pair[1])
    return (x, y) if abs(x) <= 180 and abs(y) <= 90 else None


def _list(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
