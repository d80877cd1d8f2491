"""Data elements: reading types, matching items to the registry, comparing openness."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from ckanext.govopen.domain.element import (
    Registered,
    TypeReading,
    effective,
    index,
    is_wider,
    match,
    read_type,
)
from ckanext.govopen.domain.vocabulary import load
from hypothesis import given
from hypothesis import strategies as st

TYPES = load(Path(str(files("govopen_schemas"))) / "vocabularies" / "element_type.yaml")
REGISTRY = index(
    [
        Registered("E1", "统一社会信用代码", "C", "GB32100"),
        Registered("E2", "登记日期", "D"),
        Registered("E3", "金额", "Y"),
        Registered("E4", "金额", "N"),
    ]
)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("C", TypeReading("C")),
        ("字符串型C", TypeReading("C")),
        ("字符串型 C", TypeReading("C")),
        ("varchar(50)", TypeReading("C", "50")),
        ("Ｃ（18）", TypeReading("C", "18")),
        ("number(10,2)", TypeReading("N", "10", "2")),
        ("日期型", TypeReading("D")),
        ("日期型C", TypeReading("")),
        ("矩阵", TypeReading("")),
        ("", TypeReading("")),
    ],
)
def test_types_are_read_as_platforms_write_them(text: str, reading: TypeReading):
    assert read_type(text, TYPES) == reading


@given(st.text(max_size=40))
def test_any_text_is_read_as_some_type_or_none(text: str):
    assert read_type(text, TYPES).code in {"", *TYPES.concepts}


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"name": "统一社会信用代码", "type": "C"}, "E1"),
        ({"name": "统一社会信用代码 "}, "E1"),
        ({"name": "信用代码", "standard_code": "GB 32100"}, "E1"),
        ({"name": "统一社会信用代码", "type": "N"}, None),
        ({"name": "金额", "type": "N"}, "E4"),
        ({"name": "金额"}, None),
        ({"name": "没有"}, None),
    ],
)
def test_an_item_finds_its_element_or_none_when_it_is_not_clear(
    item: dict[str, str], code: str | None
):
    found = match(item, REGISTRY)
    assert (found.code if found else None) == code


def test_openness_is_ordered_and_inherited():
    assert is_wider("unconditional", "conditional")
    assert not is_wider("conditional", "conditional")
    assert not is_wider("", "none")
    assert effective({}, {"open_type": "none"}, "open_type") == "none"
    assert (
        effective({"open_type": "conditional"}, {"open_type": "none"}, "open_type") == "conditional"
    )
