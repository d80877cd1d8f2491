"""Coordinates on a grid: near, closed, and touching where they touched."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
import shapely
from ckanext.masking.domain.geometry import DEEPEST, GeometryError, Grid
from hypothesis import given
from hypothesis import strategies as st
from operator_setting import bind

GRID = Grid(0.01)
DEGREES = st.floats(-180, 180, allow_nan=False)
POINTS = st.tuples(DEGREES, DEGREES).map(list)
RINGS = st.lists(POINTS, min_size=3, max_size=8).map(lambda ring: [*ring, ring[0]])


@given(DEGREES)
def test_a_coordinate_moves_by_half_a_step_at_most_and_then_stays(value: float):
    snapped = GRID.snap(value)
    assert abs(snapped - value) <= 0.005 + 1e-9
    assert GRID.snap(snapped) == snapped
    assert len(GRID.text(value).partition(".")[2]) == 2


@given(RINGS)
def test_rings_stay_closed_and_lie_on_the_grid(ring):
    found = GRID.geometry({"type": "Polygon", "coordinates": [ring]})
    if found is not None:
        for kept in found["coordinates"]:
            assert kept[0] == kept[-1]
            assert len(kept) >= 4
            assert all(GRID.snap(value) == value for point in kept for value in point)


@given(POINTS, POINTS, POINTS, POINTS)
def test_neighbours_that_share_a_border_still_share_it(a, b, c, d):
    def polygon(*points):
        return GRID.geometry({"type": "Polygon", "coordinates": [[*points, points[0]]]})

    one, other = polygon(a, b, c), polygon(b, a, d)
    shared = [[GRID.snap(x) for x in a], [GRID.snap(x) for x in b]]
    for found in (one, other):
        if found is not None:
            ring = found["coordinates"][0]
            assert shared[0] in ring
            assert shared[1] in ring


def test_degenerate_rings_are_dropped_and_with_the_outer_one_its_polygon():
    square = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    speck = [[0.5, 0.5], [0.501, 0.5], [0.501, 0.501], [0.5, 0.5]]
    sliver = [[0, 0], [1, 0.001], [2, 0.002], [0, 0]]
    assert GRID.geometry({"type": "Polygon", "coordinates": [square, speck]}) == {
        "type": "Polygon",
        "coordinates": [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]],
    }
    for ring in (speck, sliver):
        assert GRID.geometry({"type": "Polygon", "coordinates": [ring, square]}) is None
    several = GRID.geometry({"type": "MultiPolygon", "coordinates": [[speck], [square]]})
    assert several is not None
    assert len(several["coordinates"]) == 1


def test_a_ring_that_was_left_open_is_closed():
    found = GRID.geometry({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]})
    assert found is not None
    assert found["coordinates"][0][0] == found["coordinates"][0][-1]


def test_collections_boxes_and_heights_are_on_the_grid_too():
    found = GRID.geometry(
        {
            "type": "GeometryCollection",
            "bbox": [0.123, 0.123, 5, 1.987, 1.987, 9],
            "secret": "raw",
            "geometries": [
                {"type": "Point", "coordinates": [0.1234, 0.9876, 123.456]},
                {"type": "LineString", "coordinates": [[0, 0], [0.001, 0.001]]},
            ],
        }
    )
    assert found == {
        "type": "GeometryCollection",
        "geometries": [{"type": "Point", "coordinates": [0.12, 0.99]}],
        "bbox": [0.12, 0.99, 0.12, 0.99],
    }


def test_projected_coordinates_lie_on_a_grid_of_metres():
    point = {"type": "Point", "coordinates": [435123.2, 4412345.1]}
    assert Grid(0.01, 500).geometry(point) == {"type": "Point", "coordinates": [435000, 4412500]}


@pytest.mark.parametrize(
    "geometry",
    [
        {},
        {"type": "Feature", "geometry": None},
        {"type": "Point", "coordinates": "116.39 39.9"},
        {"type": "Point", "coordinates": [1]},
        {"type": "Point", "coordinates": [True, 2]},
        {"type": "Point", "coordinates": [float("nan"), 2]},
        {"type": "Point", "coordinates": [1e300, 2]},
        {"type": "Polygon", "coordinates": [1, 2]},
        {"type": "Polygon"},
        {"type": "GeometryCollection", "geometries": ["x"]},
        {"type": "Point", "coordinates": [1, 2], "bbox": [1, 2, 3]},
    ],
)
def test_what_is_no_geometry_is_refused(geometry):
    with pytest.raises(GeometryError):
        GRID.geometry(geometry)


def test_collections_nested_without_end_are_refused():
    geometry = {"type": "Point", "coordinates": [1, 2]}
    for _ in range(DEEPEST + 2):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}
    with pytest.raises(GeometryError, match="deeply"):
        GRID.geometry(geometry)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("116.397128", "116.40"),
        ("１１６．３９７", "116.40"),
        ("116.397128,39.916527", "116.40,39.92"),
        ("(116.397128, 39.916527, 43.5)", "(116.40, 39.92)"),
        ("[116.397128；39.916527]", "[116.40;39.92]"),
        ("435123.2 4412345.1", "435000 4412000"),
        ("POINT (116.397128 39.916527)", "POINT (116.4 39.92)"),
        ("SRID=4326;point(1.234 5.678)", "SRID=4326;POINT (1.23 5.68)"),
        ("POLYGON((0 0,0.001 0,0.001 0.001,0 0))", "GEOMETRYCOLLECTION EMPTY"),
        ("116°23′29″E", "***"),
        ("POINT(1 1", "***"),
        ('{"type":"Point","coordinates":[1', "***"),
        ('{"type":"Feature"}', "***"),
        ("[" * 5000, "***"),
        ('{"a":' * 5000, "***"),
        ("东经116.39", "***"),
        ("1" * 10, "***"),
    ],
)
def test_a_cell_is_snapped_in_the_form_in_which_it_came(value: str, found: str):
    assert bind("grid").apply(value) == found


@given(RINGS)
def test_a_wkt_cell_and_a_geojson_cell_give_the_same_geometry(ring):
    geometry = {"type": "Polygon", "coordinates": [ring]}
    as_json = bind("grid").apply(json.dumps(geometry)) or ""
    as_wkt = bind("grid").apply(shapely.geometry.shape(geometry).wkt) or ""
    if as_json == "***":
        assert as_wkt == "GEOMETRYCOLLECTION EMPTY"
    else:
        found = shapely.from_wkt(as_wkt)
        assert shapely.equals_exact(found, shapely.from_geojson(as_json), tolerance=1e-9)


@given(st.lists(RINGS, min_size=1, max_size=4))
def test_a_bounding_box_is_that_of_what_is_left(rings):
    given_box = [-180, -90, 180, 90]
    polygons = [[ring] for ring in rings]
    geometry = {"type": "MultiPolygon", "coordinates": polygons, "bbox": given_box}
    found = GRID.geometry(geometry)
    if found is not None:
        assert tuple(found["bbox"]) == shapely.geometry.shape(found).bounds
        box = {"type": "GeometryCollection", "geometries": [geometry], "bbox": given_box}
        collection = GRID.geometry(box)
        assert collection is not None
        assert collection["bbox"] == found["bbox"]


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4, unique=True), st.floats(20, 50))
def test_parcels_beside_each_other_still_cover_the_same_ground(cuts, south):
    a, b, c, d = sorted(100 + cut for cut in cuts)

    def parcel(west: float, east: float) -> str:
        corners = ((west, south), (east, south), (east, south + 1), (west, south + 1))
        points = ", ".join(f"{x!r} {y!r}" for x, y in (*corners, corners[0]))
        return f"POLYGON (({points}))"

    mask = bind("grid")
    parts = [mask.apply(parcel(*edges)) or "" for edges in ((a, b), (b, c), (c, d))]
    shapes = [shapely.from_wkt(part) for part in parts]
    whole = shapely.from_wkt(mask.apply(parcel(a, d)) or "")
    assert shapely.unary_union(shapes).symmetric_difference(whole).area < 1e-9
    assert all(one.intersection(two).area < 1e-9 for one, two in pairwise(shapes))
