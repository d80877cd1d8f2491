"""Move coordinates to a grid: a number, a pair, WKT or a GeoJSON geometry in a cell."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final, cast

import shapely
from ckanext.masking.domain.geometry import GeometryError, Grid
from ckanext.masking.domain.operators.base import (
    BLANK,
    OTHERWISE,
    Mask,
    Operator,
    Scope,
    otherwise,
)
from ckanext.masking.domain.operators.parameter import Parameter
from shapely.geometry import mapping, shape

_NUMBER: Final = r"[+-]?\d{1,9}(?:\.\d{1,20})?"
_SINGLE: Final = re.compile(rf"({_NUMBER})°?", re.ASCII)
_PAIR: Final = re.compile(
    rf"([(\[]?)\s*({_NUMBER})(\s*[,;\s]\s*)({_NUMBER})(?:\s*[,;\s]\s*{_NUMBER})?\s*([)\]]?)",
    re.ASCII,
)
_WKT: Final = re.compile(r"(SRID=\d{1,6};)?\s*((?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYC)")
LONGEST_PAIR: Final = 120
_EMPTY: Final = "GEOMETRYCOLLECTION EMPTY"


class GridMask(Mask):
    """Writes coordinates of the grid in the form in which they came, heights left out."""

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.grid = Grid(float(parameters["size"]), float(parameters["metres"]))
        self.rest = otherwise(parameters)

    def one(self, value: str, subject: str | None) -> str | None:
        plain = unicodedata.normalize("NFKC", value.strip(BLANK))
        short = plain if len(plain) <= LONGEST_PAIR else ""
        single = _SINGLE.fullmatch(short)
        if single is not None:
            return self.grid.text(float(single[1]))
        pair = _PAIR.fullmatch(short)
        if pair is not None:
            before, first, between, second, after = pair.groups()
            texts = (self.grid.text(float(first)), self.grid.text(float(second)))
            return f"{before}{between.join(texts)}{after}"
        try:
            return self._json(plain) if plain.startswith("{") else self._wkt(plain)
        except (GeometryError, shapely.errors.ShapelyError, ValueError, RecursionError):
            return self.rest

    def _json(self, text: str) -> str | None:
        given: object = json.loads(text)
        if not isinstance(given, dict):
            return self.rest
        snapped = self.grid.geometry(cast("dict[str, Any]", given))
        return self.rest if snapped is None else json.dumps(snapped)

    def _wkt(self, text: str) -> str | None:
        hit = _WKT.match(text.upper())
        if hit is None:
            return self.rest
        prefix = hit[1] or ""
        geometry = shapely.from_wkt(text[len(prefix) :].strip())
        snapped = self.grid.geometry(mapping(geometry)) if not geometry.is_empty else None
        return prefix + (shape(snapped).wkt if snapped else _EMPTY)


class GridOperator(Operator):
    name = "grid"
    zh = "把坐标移到最近的网格点；多边形保持闭合，相邻的边界仍然相接"
    en = "Moves coordinates to the nearest point of a grid; borders that touch still touch"
    parameters = {
        "size": Parameter(
            "number",
            "网格的度数，0.01 约一公里",
            "degrees; 0.01 is about a kilometre",
            0.01,
            1e-4,
            10,
        ),
        "metres": Parameter(
            "number", "投影坐标的网格米数", "metres, for projected coordinates", 1000, 10, 1e6
        ),
        "otherwise": OTHERWISE,
    }

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> GridMask:
        return GridMask(parameters)
