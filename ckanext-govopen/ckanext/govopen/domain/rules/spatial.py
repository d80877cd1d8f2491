"""Spatial coverage: a GeoJSON geometry (RFC 7946) in degrees."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from ckanext.govopen.domain.rules.base import Dataset, RuleContext, rule, text
from govopen_common.problem import Problem

DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}


@rule
def spatial_geometry(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    given = text(dataset, "spatial")
    if given and not is_geometry(given):
        zh = "空间范围不是有效的 GeoJSON 几何对象，请检查括号、类型和经纬度（经度在前）。"
        en = "The spatial coverage is no GeoJSON geometry; check brackets, type, longitude first."
        yield Problem("spatial", "geojson", zh, en)


def is_geometry(given: str) -> bool:
    """Whether ``given`` is a GeoJSON geometry whose positions lie on the globe."""
    try:
        value = json.loads(given)
    except (ValueError, RecursionError):
        return False
    if not isinstance(value, dict):
        return False
    geometry = cast("dict[str, Any]", value)
    depth = DEPTHS.get(str(geometry.get("type")))
    return depth is not None and _positions(geometry.get("coordinates"), depth)


def _positions(value: Any, depth: int) -> bool:
    if not isinstance(value, list) or not value:
        return False
    parts = cast("list[Any]", value)
    if depth:
        return all(_positions(part, depth - 1) for part in parts)
    if len(parts) < 2 or not all(type(part) in (int, float) for part in parts):
        return False
    return -180 <= parts[0] <= 180 and -90 <= parts[1] <= 90
