"""JSON and JSON Lines: the first list of objects, wherever a service has wrapped it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from ckanext.govopen.domain.preview.base import (
    MAX_COLUMNS,
    MAX_ROWS,
    MIB,
    Preview,
    Unreadable,
    reader,
    table,
)
from ckanext.govopen.domain.preview.delimited import decode
from ckanext.govopen.domain.preview.geometry import sketch

MAX_DEPTH = 4
Row = Mapping[str, Any]


@reader("json", "geojson", most_bytes=5 * MIB)
def read(raw: bytes, whole: bool) -> Preview:
    """The rows of the document; for GeoJSON the features' properties, and a sketch."""
    try:
        document: object = json.loads(decode(raw, whole))
    except (ValueError, RecursionError) as error:
        raise Unreadable("文件不是有效的 JSON", "the file is not valid JSON") from error
    features = _features(document)
    if features is not None:
        properties = [cast("Row", f.get("properties") or {}) for f in features]
        geometries = [f.get("geometry") for f in features]
        return Preview(_table(properties), sketch(geometries))
    rows = _find(document, MAX_DEPTH)
    if rows is None:
        raise Unreadable("这份 JSON 不是表格形式", "this JSON has no rows to show")
    return Preview(_table(rows))


@reader("jsonl", "ndjson", most_bytes=MIB, partial=True)
def read_lines(raw: bytes, whole: bool) -> Preview:
    """One object a line; a last line that is cut off is left out."""
    rows: list[Row] = []
    for line in decode(raw, whole).splitlines():
        try:
            value: object = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError):
            break
        if isinstance(value, dict):
            rows.append(cast("Row", value))
        if len(rows) > MAX_ROWS:
            break
    if not rows:
        raise Unreadable("文件中没有可显示的记录", "the file has no records to show")
    return Preview(_table(rows))


def _features(document: object) -> list[dict[str, Any]] | None:
    """The features of a GeoJSON document (RFC 7946), or None when it is none."""
    if not isinstance(document, dict):
        return None
    object_ = cast("dict[str, Any]", document)
    if object_.get("type") == "Feature":
        return [object_]
    features = object_.get("features")
    if object_.get("type") != "FeatureCollection" or not isinstance(features, list):
        return None
    found = cast("list[object]", features)
    return [cast("dict[str, Any]", one) for one in found if isinstance(one, dict)]


def _find(value: object, depth: int) -> list[Row] | None:
    """The first list of objects, outermost first."""
    if isinstance(value, list):
        values = cast("list[object]", value)[: MAX_ROWS + 1]
        rows = [cast("Row", one) for one in values if isinstance(one, dict)]
        return rows or None
    if isinstance(value, dict) and depth:
        for inside in cast("dict[str, object]", value).values():
            if (found := _find(inside, depth - 1)) is not None:
                return found
    return None


def _table(rows: list[Row]) -> Any:
    """Columns in the order in which the shown rows bring them."""
    columns = list(dict.fromkeys(key for row in rows[: MAX_ROWS + 1] for key in row))
    return table(columns, _cells(rows, columns[:MAX_COLUMNS]))


def _cells(rows: list[Row], columns: list[str]) -> Iterator[list[object]]:
    for row in rows:
        yield [_plain(row.get(name)) for name in columns]


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
