"""Two versions side by side, in fields and in rows."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

import pytest
from ckanext.prov.adapters import tables
from ckanext.prov.domain import compare_tables as rows
from ckanext.prov.domain.compare import compare
from ckanext.prov.domain.compare_tables import TooLong, compare_tables
from hypothesis import given
from hypothesis import strategies as st

CELLS = st.text(st.characters(min_codepoint=97, max_codepoint=100), min_size=1, max_size=2)
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=12)
HEADER = ("x", "y")


@given(ROWS, ROWS)
def test_what_was_there_less_what_went_and_with_what_came_is_what_is_there(before, after):
    found = compare_tables([HEADER, *before], [HEADER, *after])
    assert Counter(before) - Counter(found.removed) + Counter(found.added) == Counter(after)
    assert (found.count_added, found.count_removed) == (len(found.added), len(found.removed))
    assert (found.rows_before, found.rows_after) == (len(before), len(after))


@given(ROWS, st.randoms())
def test_the_order_of_rows_and_columns_means_nothing(before, chance):
    after = [row[::-1] for row in before]
    chance.shuffle(after)
    found = compare_tables([HEADER, *before], [HEADER[::-1], *after])
    assert found.count_added == found.count_removed == 0


def test_columns_that_came_and_went_are_named_and_rows_compared_by_the_rest():
    found = compare_tables([("a", "b"), ("1", "2")], [("a", "c"), ("1", "9")])
    assert (found.columns_added, found.columns_removed) == (("c",), ("b",))
    assert found.count_added == found.count_removed == 0


def test_a_table_that_is_too_long_is_not_compared(monkeypatch):
    monkeypatch.setattr(rows, "MOST_ROWS", 3)
    with pytest.raises(TooLong):
        compare_tables([HEADER], [HEADER, *[("1", "2")] * 4])


def test_only_some_of_many_rows_are_given():
    found = compare_tables([HEADER], [HEADER, *[(str(n), "x") for n in range(500)]])
    assert (found.count_added, len(found.added)) == (500, rows.SHOWN)


@given(st.sampled_from([b"", b"PK\x03\x04"]), st.binary(max_size=300))
def test_any_bytes_are_a_table_or_are_said_to_be_none(start: bytes, data: bytes):
    with suppress(tables.NotATable):
        assert all(isinstance(cell, str) for row in tables.rows(start + data) for cell in row)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_encodings_it_comes_in(encoding: str):
    text = "名称,地址\n" + "图书馆,贵阳市云岩区北京路\n" * 20
    assert list(tables.rows(text.encode(encoding)))[:1] == [["名称", "地址"]]


def test_fields_extras_tags_and_files_are_told_apart():
    before = {
        "title": "a", "notes": "x", "metadata_modified": "1", "tags": [{"name": "t"}],
        "extras": [{"key": "k", "value": "1"}],
        "resources": [{"id": "r1", "name": "n"}, {"id": "r2", "name": "m"}],
    }  # fmt: skip
    after = {
        "title": "b", "metadata_modified": "2", "tags": [{"name": "t"}, {"name": "u"}],
        "extras": [{"key": "k", "value": "2"}],
        "resources": [{"id": "r1", "name": "n"}, {"id": "r3", "name": "o"}],
    }  # fmt: skip
    found = compare(before, after, {"r1": "a"}, {"r1": "b"})
    assert [(one.field, one.kind) for one in found.fields] == [
        ("k", "changed"), ("notes", "removed"), ("tags", "changed"), ("title", "changed"),
    ]  # fmt: skip
    assert [(one.resource_id, one.kind, one.bytes_changed) for one in found.resources] == [
        ("r1", "changed", True), ("r2", "removed", False), ("r3", "added", False),
    ]  # fmt: skip
