"""The bytes of the small files: CSV, XLSX, JSON and GeoJSON, equal on every run."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable

from openpyxl import Workbook

from demo.model import Dataset, Element, File
from demo.rows import rows, typed

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "geojson": "application/geo+json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_EPOCH = (2026, 1, 1, 0, 0, 0)


_made: dict[tuple[str, str, int, str], bytes] = {}
_MADE_LIMIT = 1024


def content(dataset: Dataset, file: File) -> bytes:
    """The file's bytes, remembered for the next time they are asked for."""
    key = (dataset.id, dataset.title, dataset.seed, file.name)
    data = _made.get(key)
    if data is None:
        data = _render(dataset, file)
        if len(_made) >= _MADE_LIMIT:
            _made.clear()
        _made[key] = data
    return data


def forget() -> None:
    """Forgets every file made so far."""
    _made.clear()


def columns(dataset: Dataset) -> list[Element]:
    """The elements a file of this dataset may carry: those no narrower than its release.

    A public dataset's file leaves out elements that are not opened; an internal one's
    those that are not shared.
    """
    kept = "open_type" if dataset.is_open else "share_type"
    return [use.element for use in dataset.elements if getattr(use, kept) != "none"]


def _render(dataset: Dataset, file: File) -> bytes:
    writer = _WRITERS.get(file.format)
    if writer is None or not dataset.elements:
        return f"{dataset.title}\n演示文件，不是原始数据。\n".encode()
    shown = columns(dataset)
    return writer(shown, list(rows(dataset, shown, file.rows)))


def _csv(shown: list[Element], table: list[dict[str, str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, [e.name for e in shown], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(table)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _json(shown: list[Element], table: list[dict[str, str]]) -> bytes:
    typed_rows = [{e.name: typed(e, row[e.name]) for e in shown} for row in table]
    return json.dumps(typed_rows, ensure_ascii=False, indent=1).encode()


def _geojson(shown: list[Element], table: list[dict[str, str]]) -> bytes:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [float(row["经度"]), float(row["纬度"])]},
            "properties": {
                e.name: typed(e, row[e.name]) for e in shown if e.name not in ("经度", "纬度")
            },
        }
        for row in table
    ]
    return json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False
    ).encode()


def _xlsx(shown: list[Element], table: list[dict[str, str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "数据"
    sheet.append([e.name for e in shown])
    for row in table:
        sheet.append([typed(e, row[e.name]) for e in shown])
    stream = io.BytesIO()
    book.save(stream)
    return _without_time(stream.getvalue())


def _without_time(workbook: bytes) -> bytes:
    """The same workbook with every time stamp fixed, so that equal rows give equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-01T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_WRITERS: dict[str, Callable[[list[Element], list[dict[str, str]]], bytes]] = {
    "csv": _csv,
    "json": _json,
    "geojson": _geojson,
    "xlsx": _xlsx,
}
