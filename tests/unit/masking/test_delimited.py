"""Delimited files leave as they came, but for what is masked, by the fast way and the careful."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from ckanext.masking.domain.formats import _text
from ckanext.masking.domain.formats.base import Block, Columns, HeldError, Kind, Limits
from ckanext.masking.domain.formats.delimited import Delimited, DelimitedFormat
from hypothesis import given, settings
from hypothesis import strategies as st

WILD = st.text(st.sampled_from([*'ab1",;\n\r\t ', "张", "\u2028"]), min_size=1, max_size=40)
CELLS = ("a", "1", " 12 ", '"a"', '""', "", "张", '"x y"', "007", "NA", "1E5", 'a"b')
ROWS = st.lists(st.tuples(*[st.sampled_from(CELLS)] * 3), min_size=1, max_size=6)


def opened(folder: str | Path, data: bytes) -> Delimited:
    path = Path(folder) / "file.csv"
    path.write_bytes(data)
    document = DelimitedFormat().open(path, Limits())
    assert document is not None
    return document


def masked_a(block: Block) -> Columns:
    """Every cell with an a in it becomes one that needs quotes."""
    return {
        column: pl.Series(['*,"' if t and "a" in t else t for t in series], dtype=pl.String)
        for column, series in block.columns().items()
    }


def rewritten(data: bytes, change=masked_a, careful: bool = False) -> tuple[bytes, list[str]]:
    kinds: list[str] = []
    with TemporaryDirectory() as folder:
        document = opened(folder, data)
        document.careful = careful
        out = io.BytesIO()

        def noted(block: Block) -> Columns:
            kinds.append(type(block).__name__)
            return change(block)

        document.write(out, noted)
    return out.getvalue(), kinds


def parsed(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


@settings(deadline=None, max_examples=60)
@given(WILD)
def test_whatever_is_read_without_change_leaves_byte_for_byte(text: str):
    data = ("h1,h2,h3\n" + text).encode()
    try:
        careful = rewritten(data, lambda _: {}, careful=True)[0]
    except HeldError:
        return
    assert careful == data
    assert rewritten(data, lambda _: {})[0] == data


@settings(deadline=None, max_examples=60)
@given(WILD)
def test_the_fast_way_writes_what_the_careful_way_writes_for_wild_files(text: str):
    data = ("h1,h2,h3\n" + text).encode()
    try:
        careful = rewritten(data, careful=True)[0]
    except HeldError:
        return
    assert rewritten(data)[0] == careful


@settings(deadline=None, max_examples=60)
@given(ROWS, st.sampled_from(["\n", "\r\n"]))
def test_regular_files_go_the_fast_way_to_the_same_bytes(rows: list[tuple[str, ...]], end: str):
    lines = ["h1,h2,h3", *(",".join(row) for row in rows), ""]
    data = end.join(lines).encode()
    fast, kinds = rewritten(data)
    assert "RegularBlock" in kinds
    assert fast == rewritten(data, careful=True)[0]


@settings(deadline=None, max_examples=60)
@given(ROWS)
def test_a_masked_file_parses_to_the_same_shape_with_other_cells_equal(rows: list[tuple[str, ...]]):
    data = "\n".join(["h1,h2,h3", *(",".join(row) for row in rows), ""]).encode()
    before, after = parsed(data), parsed(rewritten(data)[0])
    assert [len(row) for row in before] == [len(row) for row in after]
    expected = [['*,"' if "a" in cell else cell for cell in row] for row in before]
    assert after == expected


@pytest.mark.parametrize(
    ("encoding", "bom", "told"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8 BOM"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le BOM"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be BOM"),
        ("gb18030", b"", "gb18030"),
    ],
)
def test_each_encoding_is_known_and_kept(tmp_path: Path, encoding: str, bom: bytes, told: str):
    data = bom + "姓名,备注\n王芳,a\n李娜,𠮷\n".encode(encoding)
    assert opened(tmp_path, data).facts["encoding"] == told
    assert rewritten(data, lambda _: {})[0] == data
    assert '*,""' in rewritten(data)[0][len(bom) :].decode(encoding)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("姓名,备注\n王芳,好\n".encode() + b"\xff\xfe\n", "encoding"),
        ("姓名,备注\n王芳,好".encode()[:-1], "encoding"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "encoding"),
        (b"a,b\n1,\x81\x20\n", "encoding"),
        (b"a,b\n1,\x002\n", "binary"),
        (b"\x89PNG\r\n\x1a\n13800138000,1\n", "binary"),
    ],
)
def test_an_encoding_that_is_not_certain_holds_the_file(tmp_path: Path, data: bytes, reason: str):
    with pytest.raises(HeldError) as caught:
        opened(tmp_path, data)
    assert caught.value.held.reason == reason


def test_a_quote_that_is_never_closed_holds_the_file():
    with pytest.raises(HeldError) as caught:
        rewritten(b'a,b\n1,"2\n3,4\n')
    assert caught.value.held.reason == "record"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str):
    rows = [["a", "b", "c"], ["1", "2,5", "x"], ["2", "3,5", "y"]]
    text = "\n".join(delimiter.join(f'"{c}"' if delimiter in c else c for c in row) for row in rows)
    assert opened(tmp_path, text.encode()).facts["delimiter"] == delimiter


def test_titles_and_header_are_looked_at_one_by_one_and_rows_by_column(tmp_path: Path):
    document = opened(tmp_path, "名册,,\n填表人：王芳,,\n编号,姓名,姓名\n1,李娜,张伟\n".encode())
    head, rows = (block.columns() for block in document.blocks())
    assert [column.kind for column in head] == [Kind.LOOSE]
    assert [column.name for column in rows] == ["编号", "姓名", "姓名"]
    assert [series.to_list() for series in rows.values()] == [["1"], ["李娜"], ["张伟"]]


def test_a_first_row_of_data_is_no_header(tmp_path: Path):
    document = opened(tmp_path, "王芳,11010519491231002X\n李娜,11010519491231002X\n".encode())
    (rows,) = (block.columns() for block in document.blocks())
    assert [column.name for column in rows] == ["", ""]
    assert [len(series) for series in rows.values()] == [2, 2]


def test_a_first_row_with_a_number_that_may_be_a_telephone_is_no_header(tmp_path: Path):
    document = opened(tmp_path, "王芳,13912345678\n李娜,13812345678\n".encode())
    assert document.facts["head"] == 0


def test_long_records_and_short_ones_keep_their_cells():
    data = b"a,b\n1\n1,a,3,a\n\n"
    assert rewritten(data)[0] == b'a,b\n1\n1,"*,""",3,"*,"""\n\n'.replace(b"a,b", b'"*,""",b')


def test_pieces_and_records_over_the_bounds_are_cut_or_held(tmp_path: Path):
    big = b"a,b\n" + b"1,2\n" * 1_500_000
    assert rewritten(big, lambda _: {})[0] == big
    document = opened(tmp_path, b'a,b\n1,"' + b"x" * 5_000_000 + b'"\n')
    document.limits = Limits(record=1_000_000)
    with pytest.raises(HeldError):
        list(document.blocks())


@settings(deadline=None, max_examples=100)
@given(st.text(st.sampled_from("1,\n张😀"), max_size=50), st.binary(max_size=3), st.integers(1, 99))
def test_a_file_is_known_to_be_utf_8_as_by_decoding_it(text: str, more: bytes, chunk: int):
    data = text.encode() + more
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(_text, "CHUNK", chunk)
        path = Path(folder) / "file.csv"
        path.write_bytes(data)
        try:
            sound = "\0" not in data.decode()
        except UnicodeDecodeError:
            sound = False
        assert not _text._is_sound(path) or sound
        assert _text._is_sound(path) == sound or chunk < len(data)


def test_what_a_later_write_raises_ends_the_work(tmp_path: Path):
    document = opened(tmp_path, b"a,b\n" + b"1,2\n" * 3_000_000)

    class Full(io.BytesIO):
        """A disk that is full after a megabyte."""

        def write(self, data: object) -> int:
            if self.tell() > 1_000_000:
                raise OSError("no space")
            return super().write(data)  # type: ignore[arg-type]

    with pytest.raises(OSError, match="no space"):
        document.write(Full(), lambda _: {})
