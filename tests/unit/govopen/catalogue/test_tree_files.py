"""The tree in files: what goes out comes in, and what is no tree is refused with a reason."""

from __future__ import annotations

import pytest
from ckanext.govopen.adapters import tree_files
from ckanext.govopen.domain.tree_rows import COLUMNS
from govopen_common.problem import Rejected
from hypothesis import given, settings
from hypothesis import strategies as st

text = st.text(
    st.characters(categories=["L", "N", "P", "S"], max_codepoint=0xFFFD), min_size=1, max_size=8
).filter(lambda cell: not cell.startswith("'"))
rows = st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, text)), min_size=1, max_size=4)


@pytest.mark.parametrize("write", [tree_files.to_csv, tree_files.to_xlsx])
@settings(max_examples=25, deadline=None)
@given(rows=rows)
def test_what_goes_out_comes_in(write, rows):
    assert tree_files.read(write(rows)) == rows


def test_codes_keep_their_zeros_and_length_in_excel():
    row = dict.fromkeys(COLUMNS, "") | {"code": "0307026011001", "title": "水库"}
    assert tree_files.read(tree_files.to_xlsx([row]))[0]["code"] == "0307026011001"


def test_a_cell_that_would_run_as_a_formula_does_not():
    row = dict.fromkeys(COLUMNS, "") | {"title": "=cmd()"}
    assert b"\n=" not in tree_files.to_csv([row])
    assert ",'=cmd()," in tree_files.to_csv([row]).decode("utf-8-sig")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_headers_are_chinese_or_english_in_any_order(encoding: str):
    raw = "Title,代码,别的列\n水库,30702601,x\n\n".encode(encoding)
    assert tree_files.read(raw) == [{"title": "水库", "code": "30702601"}]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "tree_empty"),
        ("代码\n1\n".encode(), "tree_header"),
        (b"PK\x03\x04 not a workbook", "tree_excel"),
        (b"\xd0\xcf\x11\xe0 not a workbook", "tree_excel"),
        (b"\xff\xff\xff", "tree_encoding"),
        (b"x" * (tree_files.MAX_BYTES + 1), "tree_size"),
    ],
)
def test_what_is_no_tree_is_refused_with_a_reason(raw: bytes, code: str):
    with pytest.raises(Rejected) as refused:
        tree_files.read(raw)
    assert [problem.code for problem in refused.value.problems] == [code]


@given(raw=st.binary(max_size=200))
def test_any_bytes_are_rows_or_refused(raw: bytes):
    try:
        found = tree_files.read(raw)
    except Rejected:
        return
    assert all(set(row) <= set(COLUMNS) for row in found)
