"""What is really in a file: the faults that audits of portals have found, and those of attackers.

The kinds of faults are those that CNDataAudit counted in 3,777 CSV files of a Sichuan portal: a
header and nothing else, HTML called CSV, rows with another number of cells, duplicate rows, empty
cells, downloads that end after 1,000 rows.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import struct
import zipfile
from datetime import datetime, timezone
from pathlib import Path

import pytest
from ckanext.openindex.domain.inspection import domains, examine
from ckanext.openindex.domain.inspection.base import Limits
from ckanext.openindex.domain.inspection.declared import Declared
from ckanext.openindex.domain.inspection.guarded import Guarded
from ckanext.openindex.domain.inspection.tally import row_hash
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

NOW = datetime(2026, 11, 22, tzinfo=timezone.utc)
cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


def look(folder: Path, data: bytes | str, **settings):
    path = folder / "file"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return examine(path, NOW, **settings)


def found(folder: Path, data: bytes | str, **settings):
    return look(folder, data, **settings)[0]


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sound_table_is_counted(folder):
    data = "名称,库容\n红枫湖,6\n百花湖,\n红枫湖,6\n"
    said = found(folder, data)
    assert (said.format, said.rows, said.columns, said.cells) == ("csv", 3, 2, 6)
    assert (said.empty_cells, said.duplicate_rows, said.unparsable_rows) == (1, 1, 0)
    assert said.digest == hashlib.sha256(data.encode()).hexdigest()
    assert said.bytes == len(data.encode())
    assert not said.fault
    assert not said.truncated


def test_a_header_and_nothing_else_is_told(folder):
    said = found(folder, "a,b,c\n")
    assert said.header_only
    assert said.rows == 0


@pytest.mark.parametrize(
    "page",
    ["<!DOCTYPE html><html><body>请登录</body></html>", "\ufeff\n<html>", "<script>x</script>"],
)
def test_html_that_is_called_csv_is_html(folder, page: str):
    said = found(folder, page, declared_format="CSV")
    assert (said.format, said.rows) == ("html", None)


def test_rows_with_another_number_of_cells_do_not_parse(folder):
    said, evidence = look(folder, 'a,b\n1,2\n1,2,3\n1\n"x"y,2\n')
    assert (said.rows, said.unparsable_rows) == (4, 3)
    assert evidence["faults"] == {"cells": [2, 3], "unparsable": [4]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_the_wild_are_read(folder, encoding: str):
    said = found(folder, "名称,县\n红枫湖,清镇市\n".encode(encoding), declared_format="csv")
    plain = found(folder, "名称,县\n红枫湖,清镇市\n")
    assert said.rows == 1
    assert (said.sketch, said.columns_digest) == (plain.sketch, plain.columns_digest)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_other_marks_between_cells_are_seen(folder, mark: str):
    assert found(folder, f"a{mark}b{mark}c\n1{mark}2{mark}3\n").columns == 3


def test_a_workbook_of_the_same_rows_has_the_same_sketch(folder):
    rows = [["名称", "年", "日"], ["红枫湖", 2023, datetime(2023, 5, 1)], ["百花湖", 1.5, None]]
    book = found(folder, workbook(rows))
    plain = found(folder, "名称,年,日\n红枫湖,2023,2023-05-01\n百花湖,1.5,\n")
    assert (book.format, book.rows) == ("xlsx", 2)
    assert (book.sketch, book.columns_digest) == (plain.sketch, plain.columns_digest)
    assert book.digest != plain.digest


def test_a_workbook_that_is_called_csv_is_a_workbook(folder):
    assert found(folder, workbook([["a"], [1]]), declared_format="csv").format == "xlsx"


def test_records_of_json_are_rows(folder):
    data = {"total": 2, "data": [{"a": 1, "b": None}, {"a": 1, "b": None}, {"a": 2, "c": 3}]}
    said = found(folder, json.dumps(data))
    assert (said.format, said.rows, said.columns) == ("json", 3, 2)
    assert (said.duplicate_rows, said.unparsable_rows) == (1, 1)


def test_features_of_geojson_are_rows(folder):
    point = {"type": "Point", "coordinates": [106.7, 26.6]}
    features = [{"type": "Feature", "properties": {"名称": n}, "geometry": point} for n in "ab"]
    said = found(folder, json.dumps({"type": "FeatureCollection", "features": features}))
    assert (said.format, said.rows, said.columns) == ("geojson", 2, 2)


@pytest.mark.parametrize("data", ['{"a": 1}', "[1, 2", "[]", '{"a": [1, 2]}', "{not json"])
def test_json_without_records_tells_why(folder, data: str):
    said = found(folder, data)
    assert said.fault in ("no_records", "unreadable")
    assert said.rows is None


def test_values_outside_of_what_was_declared_are_counted(folder):
    data = "日期,数量,是否,级别\n2023-01-01,1,是,甲\n昨天,十,maybe,丁\n,2,,\n"
    columns = [
        Declared("日期", "date"),
        Declared("数量", "number"),
        Declared("是否", "boolean"),
        Declared("级别", domain=domains.read("甲、乙、丙")),
    ]
    said, evidence = look(folder, data, columns=columns)
    assert (said.typed_cells, said.outside_domain) == (9, 4)
    assert evidence["faults"]["outside"] == [2]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("number", ["1", "-1.5", "1,234.5", "3%", "1e5", ".5"], ["", "一", "1,23", "-", "1-2"]),
        ("integer", ["12", "1,000", "3.0"], ["1.5", "x"]),
        ("date", ["2023-01-31", "2023/1/3", "20230131", "2023年1月3日"], ["2023-02-30", "x"]),
        ("datetime", ["2023-01-31T10:00:00Z", "2023/1/3 10:00"], ["2023-01-31 25:00"]),
        ("boolean", ["是", "TRUE", "0"], ["2", "maybe"]),
    ],
)
def test_kinds_of_values(kind, good: list[str], bad: list[str]):
    assert all(Declared("x", kind).holds(cell) for cell in good)
    assert not any(Declared("x", kind).holds(cell) for cell in bad)


def test_a_cut_table_is_counted_without_its_last_row(folder):
    said = found(folder, "a,b\n1,2\n3,4\n5,", whole=False)
    assert (said.rows, said.truncated, said.digest) == (2, True, "")


def test_cut_json_is_counted_up_to_the_cut(folder):
    said = found(folder, '[{"a": 1}, {"a": 2}, {"a', whole=False)
    assert (said.rows, said.truncated) == (2, True)


def test_a_table_with_more_rows_than_the_bound_is_truncated(folder):
    said = found(folder, "a\n" + "1\n" * 50, declared_format="csv", limits=Limits(rows=10))
    assert (said.rows, said.truncated) == (10, True)
    whole = found(folder, "a\n" + "1\n" * 10, declared_format="csv", limits=Limits(rows=10))
    assert (whole.rows, whole.truncated) == (10, False)


def bomb(size: int, *, lie: bool = False, name: str = "xl/workbook.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"\0" * size)
    data = out.getvalue()
    if lie:
        data = data.replace(struct.pack("<I", size), struct.pack("<I", 10))
    return data


@pytest.mark.parametrize("lie", [False, True])
@pytest.mark.parametrize("name", ["xl/workbook.xml", "rows.csv"])
def test_an_archive_bomb_is_not_unpacked(folder, lie: bool, name: str):
    said = found(folder, bomb(20_000_000, lie=lie, name=name))
    assert said.fault == "bomb"
    assert said.rows is None


def test_a_file_with_a_password_and_a_broken_one_are_told(folder):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert found(folder, ole + "EncryptedPackage".encode("utf-16-le")).fault == "encrypted"
    assert found(folder, ole).fault == "unreadable"
    book = workbook([["a"], [1]])
    assert found(folder, book[: len(book) // 2]).format == "zip"
    assert found(folder, b"").fault == "empty"


@given(st.binary(max_size=300))
def test_any_bytes_are_examined_without_an_error(folder, data: bytes):
    said = found(folder, data)
    assert said.bytes == len(data)
    assert said.from_dict(said.as_dict()) == said


@given(st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"[{", b'{"a":[{']),
       st.binary(max_size=300))  # fmt: skip
def test_any_bytes_that_begin_like_a_format_are_examined_without_an_error(folder, start, data):
    for whole in (True, False):
        assert found(folder, start + data, whole=whole).bytes == len(start + data)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=20), st.data())
def test_counts_are_those_of_the_rows_that_were_written(folder, rows, data):
    rows = [[first or "x", second] for first, second in rows]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["a", "b"], *rows])
    said = found(folder, out.getvalue(), declared_format="csv")
    distinct = {row_hash(row) for row in rows}
    assert said.rows == len(rows)
    assert said.duplicate_rows == len(rows) - len(distinct)
    assert said.empty_cells == sum(not cell.strip() for row in rows for cell in row)
    cut = data.draw(st.integers(0, len(rows)))
    halves = []
    for part in (rows[:cut], rows[cut:]):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([["a", "b"], *part])
        halves.append(found(folder, out.getvalue(), declared_format="csv"))
    assert halves[0].columns_digest == halves[1].columns_digest == said.columns_digest
    assert set(halves[0].sketch) | set(halves[1].sketch) == set(said.sketch)


def test_a_process_of_its_own_finds_the_same_and_serves_many_files(folder):
    path = folder / "rows.csv"
    path.write_bytes(b"a,b\n1,2\n")
    with Guarded() as guarded:
        for _ in range(2):
            assert guarded.examine(path, NOW) == examine(path, NOW)


def test_a_parser_that_takes_too_long_or_too_much_ends_alone(folder):
    path = folder / "rows.csv"
    path.write_bytes(b"a,b\n1,2\n")
    with Guarded(seconds=0.0) as guarded:
        assert guarded.examine(path, NOW)[0].fault == "timeout"
    with Guarded(memory=1) as guarded:
        assert guarded.examine(path, NOW)[0].fault in ("crashed", "too_large", "unreadable")


def archive(files: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def test_the_table_in_an_archive_is_counted_as_the_table_itself(folder):
    data = "名称,库容\n红枫湖,6\n百花湖,\n红枫湖,6\n"
    alone = found(folder, data)
    for packed in (archive({"说明.txt": "见附件", "水库.csv": data}), gzip.compress(data.encode())):
        said = found(folder, packed)
        assert said.format in ("zip", "gzip")
        assert not said.fault
        for name in (
            *("rows", "columns", "cells", "cell_bytes", "empty_cells", "duplicate_rows", "sketch"),
            *("columns_digest", "unparsable_rows", "header_only"),
        ):
            assert getattr(said, name) == getattr(alone, name), name


def test_parts_of_a_table_in_one_archive_are_joined_and_the_larger_table_is_told(folder):
    files = {
        "2025/a.csv": "id,v\n1,x\n2,y\n",
        "2026/a.csv": "id,v\n2,y\n3,z\n",
        "codes.csv": "code\nx\n",
        "__MACOSX/2025/._a.csv": "id,v\n9,9\n",
        ".hidden.csv": "id,v\n9,9\n",
        "sheet.xlsx": workbook([["id", "v"], [4, "w"]]),
        "broken.xlsx": b"PK\x03\x04 no workbook",
        "inner.zip": archive({"b.csv": "id,v\n8,8\n"}),
    }
    said, evidence = look(folder, archive(files))
    assert (said.rows, said.duplicate_rows, said.columns) == (5, 1, 2)
    assert evidence == {"files": 4, "tables": 2}
    assert not [one for one in folder.iterdir() if one.is_dir()]


def test_an_archive_without_tables_is_an_archive(folder):
    said, evidence = look(folder, archive({"a.pdf": b"%PDF-1.4 x", "b.html": "<html></html>"}))
    assert (said.format, said.rows, said.fault, evidence) == ("zip", None, "", {})


def test_rows_in_an_archive_are_bounded_together(folder):
    rows = "".join(f"{n}\n" for n in range(30))
    files = {f"{n}.csv": f"id,v\n{rows}" for n in range(3)}
    said = found(folder, archive(files), limits=Limits(rows=50))
    assert (said.rows, said.truncated) == (50, True)


def test_a_gzip_bomb_is_told_and_a_cut_gzip_is_unreadable(folder):
    bomb = gzip.compress(bytes(20 * 1024 * 1024))
    assert found(folder, bomb, limits=Limits(small=1024)).fault == "bomb"
    whole = gzip.compress("".join(f"{n},{n * n}\n" for n in range(5000)).encode())
    assert found(folder, whole[: len(whole) // 2]).fault == "unreadable"
    assert found(folder, whole[: len(whole) // 2], whole=False).fault == ""


@pytest.mark.parametrize(
    ("said", "inside", "outside"),
    [
        ("男、女", ["男", "女"], ["M", "男女"]),
        ("1-男；2-女", ["1", "男", "1-男"], ["3", "12"]),
        ("存续、注销、吊销。", ["吊销"], ["吊销。", "开业"]),
        ("103.60至109.60", ["103.6", "109.60", "105"], ["110", "东经", "103.59"]),
        ("0～100", ["0", "1e2"], ["-1", "100.01"]),
        ("6位数字", ["520100"], ["52010", "52010A", "５２０１００"]),
    ],
)
def test_a_value_domain_without_doubt_is_checked(said: str, inside: list[str], outside: list[str]):
    declared = Declared("x", domain=domains.read(said))
    assert declared.says
    assert all(declared.holds(one) for one in inside)
    assert not any(declared.holds(one) for one in outside)


@pytest.mark.parametrize(
    "said",
    [
        *("", "YYYY-MM-DD", "18位数字或大写字母", "见 GB/T 2260", "合格、不合格等", "9至1"),
        *(
            "如有，请填写；如无，不填",
            "参照附录一、附录二",
            "女",
            "按国家标准、行业标准执行的分类代码和名称规定",
        ),
    ],
)
def test_a_value_domain_in_doubt_bounds_nothing(said: str):
    assert domains.read(said) is None


def test_a_masked_value_is_not_judged(folder):
    said = found(
        *(folder, "证件,性别\n5201**********1234,男\n12,*\n"),
        columns=[
            Declared("证件", domain=domains.read("18位数字")),
            Declared("性别", domain=domains.read("男、女")),
        ],
    )
    assert (said.typed_cells, said.outside_domain) == (2, 1)
