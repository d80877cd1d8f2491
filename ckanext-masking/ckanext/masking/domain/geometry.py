"""Geometries on a grid: every vertex goes to the nearest point of the same grid.

As one point always goes to one grid point, borders that two polygons share stay shared. Rings
stay closed; one that collapses to a line or a point is dropped, and with an outer ring its
polygon. A polygon may come to touch itself; that is kept, for mending it would part neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, cast

DEEPEST: Final = 16
"""Collections within collections, at most."""
DEGREES_MOST: Final = 360
"""A coordinate beyond it is no degree but a length in metres, of a projected system."""
_LEVELS: Final = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
Point = list[float]


class GeometryError(ValueError):
    """A geometry that is none; the message quotes no coordinate."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of ``degrees``; coordinates beyond 360 lie on one of ``metres`` instead."""

    degrees: float
    metres: float = 1000.0

    def snap(self, value: float) -> float:
        """The point of the grid nearest to one coordinate."""
        step = self.degrees if abs(value) <= DEGREES_MOST else self.metres
        return round(round(value / step) * step, decimals(step)) + 0.0

    def text(self, value: float) -> str:
        """``snap``, written with the grid's decimals."""
        step = self.degrees if abs(value) <= DEGREES_MOST else self.metres
        return f"{self.snap(value):.{decimals(step)}f}"

    def bbox(self, bbox: Sequence[Any]) -> list[float]:
        """A bounding box of 4 or 6 numbers (RFC 7946, 5) on the grid, heights left out."""
        numbers = [_number(one) for one in bbox]
        if len(numbers) not in (4, 6):
            raise GeometryError("a bounding box has four or six numbers")
        half = len(numbers) // 2
        return [self.snap(one) for one in (*numbers[:2], *numbers[half : half + 2])]

    def geometry(self, geometry: Mapping[str, Any], depth: int = 0) -> dict[str, Any] | None:
        """A GeoJSON geometry (RFC 7946, 3.1) on the grid, heights left out; None if none is left.

        Members other than type and coordinates are dropped, but for ``bbox``, which is that of
        what is left (RFC 7946, 5; one across the antimeridian is moved to the grid). Raises
        ``GeometryError``.
        """
        if depth > DEEPEST:
            raise GeometryError("collections are nested too deeply")
        kind: Any = geometry.get("type")
        result: dict[str, Any] = {"type": kind}
        if kind == "GeometryCollection":
            members = [self.geometry(_mapping(m), depth + 1) for m in _list(geometry, "geometries")]
            result["geometries"] = [member for member in members if member is not None]
            kept = bool(result["geometries"])
        elif kind in _LEVELS:
            coordinates = self._coordinates(kind, _list(geometry, "coordinates"))
            result["coordinates"] = coordinates
            kept = bool(coordinates)
        else:
            raise GeometryError("the type of the geometry is not known")
        if not kept:
            return None
        if geometry.get("bbox") is not None:
            box = self.bbox(_list(geometry, "bbox"))
            result["bbox"] = box if box[0] > box[2] else _box(list(_points(result)))
        return result

    def _coordinates(self, kind: str, given: list[Any]) -> list[Any]:
        match kind:
            case "Point":
                return self._point(given) if given else []
            case "MultiPoint":
                return [self._point(one) for one in given]
            case "LineString":
                return self._line(given)
            case "MultiLineString":
                return [line for line in map(self._line, given) if line]
            case "Polygon":
                return self._polygon(given)
            case _:
                return [polygon for polygon in map(self._polygon, given) if polygon]

    def _point(self, given: Any) -> Point:
        if not isinstance(given, (list, tuple)) or len(cast("list[Any]", given)) < 2:
            raise GeometryError("a point has two numbers")
        return [self.snap(_number(one)) for one in cast("list[Any]", given)[:2]]

    def _line(self, given: Any) -> list[Point]:
        points = [self._point(one) for one in _items(given)]
        apart = [point for n, point in enumerate(points) if n == 0 or point != points[n - 1]]
        return apart if len(apart) > 1 else []

    def _polygon(self, given: Any) -> list[list[Point]]:
        rings = [self._ring(one) for one in _items(given)]
        if not rings or not rings[0]:
            return []
        return [ring for ring in rings if ring]

    def _ring(self, given: Any) -> list[Point]:
        points = self._line(given)
        if points and points[0] != points[-1]:
            points.append(points[0])
        return points if len(points) > 3 and _area(points) else []


def _points(geometry: Mapping[str, Any]) -> Iterator[Point]:
    """All positions of a geometry that is on the grid."""
    for member in geometry.get("geometries", ()):
        yield from _points(member)
    rest: list[Any] = [geometry.get("coordinates", [])]
    while rest:
        one = rest.pop()
        if one and not isinstance(one[0], list):
            yield one
        else:
            rest += one


def _box(points: list[Point]) -> list[float]:
    east, north = ([point[axis] for point in points] for axis in (0, 1))
    return [min(east), min(north), max(east), max(north)]


def decimals(step: float) -> int:
    """How many decimals a multiple of ``step`` may have."""
    return max(0, -int(Decimal(str(step)).normalize().as_tuple().exponent))


def _area(ring: list[Point]) -> bool:
    """Whether the ring's points do not all lie on one line.

    Not the shoelace area: the two halves of a figure of eight would cancel each other.
    """
    (x0, y0), (x1, y1) = ring[0], ring[1]
    return any(
        abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) > 1e-12 * (1 + abs(x) + abs(y))
        for x, y in ring[2:]
    )


def _number(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        raise GeometryError("a coordinate is not a number")
    if not abs(given) < 1e9:  # metres of any projection; NaN and infinity fail as well
        raise GeometryError("a coordinate is out of bounds")
    return float(given)


def _list(geometry: Mapping[str, Any], name: str) -> list[Any]:
    return _items(geometry.get(name))


def _items(given: Any) -> list[Any]:
    if not isinstance(given, (list, tuple)):
        raise GeometryError("coordinates are not a list")
    return list(cast("list[Any]", given))


def _mapping(given: Any) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise GeometryError("a geometry is not an object")
    return cast("Mapping[str, Any]", given)
