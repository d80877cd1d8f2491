"""JSON with records in it, and GeoJSON: read as a stream, whatever its length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import ijson  # pyright: ignore[reportMissingTypeStubs]
from ckanext.openindex.domain.inspection.base import Limits, Row, Table, Unreadable, reader, text

DEEPEST = 4
"""How far down the list of records is looked for."""


@reader("json", "geojson")
def records(path: Path, limits: Limits, whole: bool) -> Table:
    """The first list of objects; its columns are the keys of the first of them.

    A record with other keys has another number of cells than the table and is told so.
    """
    place = _place(path)
    rows = _rows(path, place, whole)
    first = next(rows, None)
    if first is None:
        raise Unreadable("no_records", "there is no list of objects")
    columns = list(first)
    form = "geojson" if place == "features.item" else "json"
    return Table(columns, _cells(first, rows, columns), form)


def _place(path: Path) -> str:
    """The path of the records, as ijson writes it."""
    try:
        with path.open("rb") as file:
            for place, event, _ in _events(file):
                if event == "start_map" and place.endswith("item"):
                    return place
                if place.count(".") > DEEPEST:
                    break
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise Unreadable("unreadable", str(error)) from error
    raise Unreadable("no_records", "there is no list of objects")


def _events(file: Any) -> Iterator[tuple[str, str, Any]]:
    return cast("Iterator[tuple[str, str, Any]]", ijson.parse(file))  # pyright: ignore[reportUnknownMemberType]


def _rows(path: Path, place: str, whole: bool) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        found = cast("Iterator[Any]", ijson.items(file, place, use_float=True))  # pyright: ignore[reportUnknownMemberType]
        try:
            for one in found:
                yield _flat(one, place)
        except (ijson.JSONError, UnicodeDecodeError) as error:
            if whole:
                raise Unreadable("unreadable", str(error)) from error


def _flat(one: Any, place: str) -> dict[str, Any]:
    if not isinstance(one, dict):
        return {"": one}
    record = cast("dict[str, Any]", one)
    if place != "features.item":
        return record
    properties: Any = record.get("properties")
    flat = dict(cast("Mapping[str, Any]", properties)) if isinstance(properties, dict) else {}
    return {**flat, "geometry": record.get("geometry")}


def _cells(
    first: dict[str, Any], rows: Iterator[dict[str, Any]], columns: list[str]
) -> Iterator[Row | None]:
    known = set(columns)

    def row(one: dict[str, Any]) -> Row:
        cells = [text(one.get(name)) for name in columns]
        return cells if not set(one) - known else [*cells, *("" for _ in set(one) - known)]

    yield row(first)
    for one in rows:
        yield row(one)
