"""The first rows of files: every format, every bound, and whatever bytes come."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from ckanext.govopen.domain import preview
from ckanext.govopen.domain.preview import MAX_ROWS, Unreadable, kind_of, most_bytes
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

KINDS = sorted({"csv", "tsv", "xlsx", "xls", "ods", "json", "geojson", "jsonl", "ndjson"})


def table(raw: bytes, kind: str, *, whole: bool = True) -> preview.Table:
    found = preview.read(raw, kind, whole=whole).table
    assert found is not None
    return found


def workbook(*rows: list[object], first_empty: bool = False) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if first_empty:
        sheet = book.create_sheet("数据")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("format", "url", "kind"),
    [
        ("CSV", "", "csv"),
        (" .Xlsx ", None, "xlsx"),
        ("", "https://x.cn/a.geojson?v=1", "geojson"),
        ("文件", "https://x.cn/a.csv", "csv"),
        ("PDF", "https://x.cn/a.pdf", None),
        (None, None, None),
    ],
)
def test_the_kind_comes_from_the_format_then_from_the_ending(
    format: str | None, url: str | None, kind: str | None
):
    assert kind_of(format, url) == kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_chinese_csv_is_read_in_any_usual_encoding(encoding: str):
    raw = "名称,库容\r\n红枫湖,6.01\r\n百花湖,1.9\r\n".encode(encoding)
    found = table(raw, "csv")
    assert found.columns == ("名称", "库容")
    assert found.rows == (("红枫湖", "6.01"), ("百花湖", "1.9"))
    assert not found.more


def test_only_the_first_rows_are_shown():
    raw = "n\n" + "".join(f"{n}\n" for n in range(MAX_ROWS + 1))
    found = table(raw.encode(), "csv")
    assert len(found.rows) == MAX_ROWS
    assert found.more


def test_the_cut_off_last_line_of_a_long_file_is_left_out():
    raw = "名称,值\n甲,1\n乙,2\n丙".encode()
    assert table(raw[:-1], "csv", whole=False).rows == (("甲", "1"), ("乙", "2"))


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_seen_in_the_first_line(delimiter: str):
    raw = delimiter.join("abc") + "\n" + delimiter.join("123")
    assert table(raw.encode(), "csv").rows == (("1", "2", "3"),)


def test_a_wide_row_is_cut_and_says_so():
    found = table((",".join(f"c{n}" for n in range(100)) + "\n").encode(), "csv")
    assert len(found.columns) == 60
    assert found.hidden_columns == 40


def test_a_long_cell_is_shortened():
    found = table(f"a\n{'长' * 1000}\n".encode(), "csv")
    assert len(found.rows[0][0]) == 300
    assert found.rows[0][0].endswith("…")


def test_a_workbook_shows_its_first_sheet_that_has_something():
    found = table(workbook(["名称", "数"], ["甲", 3], ["乙", 2.5], first_empty=True), "xlsx")
    assert found.sheet == "数据"
    assert found.columns == ("名称", "数")
    assert found.rows == (("甲", "3"), ("乙", "2.5"))


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (121 * 1024 * 1024))
    with pytest.raises(Unreadable, match="过大"):
        preview.read(bomb.getvalue(), "xlsx", whole=True)


def test_a_file_beyond_the_limit_is_refused_when_its_beginning_is_not_enough():
    with pytest.raises(Unreadable, match="5 MB"):
        preview.read(b"[", "json", whole=False)
    assert most_bytes("csv") < most_bytes("xlsx")


def test_rows_are_found_inside_the_wrapping_of_a_service():
    raw = json.dumps({"code": 0, "data": {"total": 1, "list": [{"名称": "甲", "开": True}]}})
    found = table(raw.encode(), "json")
    assert found.columns == ("名称", "开")
    assert found.rows == (("甲", "true"),)


def test_columns_of_json_are_those_of_all_shown_rows():
    raw = json.dumps([{"a": 1}, {"b": {"c": [2]}}])
    assert table(raw.encode(), "json").rows == (("1", ""), ("", '{"c": [2]}'))


def test_json_lines_end_where_they_are_cut_off():
    raw = b'{"a": 1}\n{"a": 2}\n{"a": '
    assert table(raw, "jsonl", whole=False).rows == (("1",), ("2",))


def test_a_feature_collection_shows_properties_and_a_sketch_to_scale():
    square = [[[106.0, 26.0], [107.0, 26.0], [107.0, 27.0], [106.0, 27.0], [106.0, 26.0]]]
    features = [
        {"type": "Feature", "properties": {"名称": "甲"},
         "geometry": {"type": "Point", "coordinates": [106.5, 26.5]}},
        {"type": "Feature", "properties": {"名称": "乙"},
         "geometry": {"type": "Polygon", "coordinates": square}},
        {"type": "Feature", "properties": {"名称": "丙"}, "geometry": None},
    ]  # fmt: skip
    raw = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    found = preview.read(raw, "geojson", whole=True)
    assert found.table is not None
    assert [row[0] for row in found.table.rows] == ["甲", "乙", "丙"]
    assert found.sketch is not None
    assert found.sketch.bbox == (106.0, 26.0, 107.0, 27.0)
    point, land = found.sketch.shapes
    assert (point.x, point.y) == (found.sketch.width / 2, found.sketch.height / 2)
    assert land.kind == "land"
    assert land.d.endswith("Z")


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [1e9, 0]},
        {"type": "Point", "coordinates": ["东", "北"]},
        {"type": "Point", "coordinates": [float("nan"), 1]},
        {"type": "Circle", "coordinates": [0, 0]},
        {"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection"}]},
        "POINT(1 1)",
    ],
)
def test_geometry_that_is_none_is_left_out(geometry: object):
    feature = {"type": "Feature", "properties": {"a": 1}, "geometry": geometry}
    assert preview.read(json.dumps(feature).encode(), "geojson", whole=True).sketch is None


@given(raw=st.binary(max_size=400), kind=st.sampled_from(KINDS), whole=st.booleans())
def test_any_bytes_are_shown_or_refused_with_a_reason(raw: bytes, kind: str, whole: bool):
    try:
        found = preview.read(raw, kind, whole=whole).table
        reasons = []
    except Unreadable as refused:
        found = None
        reasons = [refused.zh, refused.en]
    assert found or all(reasons)
    assert found is None or all(len(row) == len(found.columns) for row in found.rows)


@given(
    rows=st.lists(
        st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=4),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_every_value_of_a_list_of_objects_is_shown(rows: list[dict[str, object]]):
    found = table(json.dumps(rows).encode(), "json")
    assert len(found.rows) == len(rows)
    assert set(found.columns) == {" ".join(str(key).split()) for row in rows for key in row}
