"""What the audit is told of a search: how many rows, and which columns, never by what."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ckan.lib.lazyjson import LazyJSONObject
from ckanext.masking.adapters import clear_search
from hypothesis import given
from hypothesis import strategies as st

CELLS = st.text(st.sampled_from('a"\n\r,\t 中'), max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=6)


def _quoted(cell: str) -> str:
    """A cell as PostgreSQL's COPY writes it in CSV."""
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & set('"\n\r,') else cell


@given(TABLES)
def test_rows_are_counted_in_every_format(table: list[list[str]]):
    text = "".join(",".join(map(_quoted, row)) + "\n" for row in table)
    lazy = LazyJSONObject(json.dumps(table))
    for records in (table, text, lazy):
        assert clear_search.rows({"records": records}) == len(table)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, []),
        ({"filters": {"姓名": "张三"}}, ["姓名"]),
        (
            {"filters": {"$or": [{"姓名": "张三"}, {"$and": [{"电话": {"gt": "1"}}]}]}},
            ["姓名", "电话"],
        ),
        ({"filters": {"区": "姓名"}}, []),
        ({"q": {"电话": "138"}}, ["电话"]),
        ({"q": "张三"}, ["_full_text"]),
        ({"full_text": "张三"}, ["_full_text"]),
        ({"sort": "电话 desc, 姓名"}, ["姓名", "电话"]),
        ({"sort": ["电话 desc"]}, ["电话"]),
    ],
    ids=str,
)
def test_the_audit_names_the_columns_that_were_searched(asked: dict[str, Any], found: list[str]):
    assert clear_search.filters(asked, ["姓名", "电话"]) == found
