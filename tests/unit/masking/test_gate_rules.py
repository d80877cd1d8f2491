"""The rules of the gate that need no site."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from ckanext.masking.domain.engine import apply_file
from ckanext.masking.domain.engine.order import Order
from ckanext.masking.domain.gate import states
from ckanext.masking.domain.gate.checking import CHANGED, check
from ckanext.masking.domain.gate.memory import operators_before
from ckanext.masking.domain.gate.row_masking import mask_rows
from ckanext.masking.domain.gate.table_names import LONGEST, table_names
from ckanext.masking.domain.policy.ready import ready_made
from hypothesis import given
from hypothesis import strategies as st

PUBLIC = ready_made("release-public")


def test_every_state_is_open_or_ended_and_nothing_leaves_an_end():
    assert set(get_args(states.State)) == states.OPEN | states.ENDED
    assert not states.OPEN & states.ENDED
    for state in states.ENDED:
        assert not any(states.may_move(state, after) for after in get_args(states.State))


def test_only_what_is_being_released_becomes_released():
    assert [s for s in states.OPEN if states.may_move(s, "released")] == ["releasing"]
    assert not states.may_move("held", "releasing")
    assert not states.may_move("review", "releasing")


@given(st.lists(st.text(max_size=90), max_size=30))
def test_names_of_columns_are_all_different_and_such_as_the_datastore_takes(headers: list[str]):
    names = table_names(headers)
    assert len({name.lower() for name in names}) == len(headers)
    for name in names:
        assert name
        assert name == name.strip()
        assert not name.startswith("_")
        assert '"' not in name
        assert len(name.encode()) <= LONGEST


def test_names_of_columns_stay_as_they_are_where_they_may():
    given_ = ["姓名", "姓名", "", "_id", 'a"b', "x" * 70]
    assert table_names(given_) == ["姓名", "姓名_2", "column_3", "id", "ab", "x" * 63]


def test_rows_keep_their_types_where_nothing_is_masked():
    rows = [{"n": n, "x": n / 2, "ok": True, "none": None, "list": [1], "手机": "13812345678"}
            for n in range(30)]  # fmt: skip
    found = mask_rows(rows, PUBLIC, Order())
    assert found.changed == {"手机"}
    for before, after in zip(rows, found.rows, strict=True):
        assert {**before, "手机": "***"} == after
    assert not found.report.needs_decision


def test_a_row_is_masked_as_its_table_was():
    rows = [{"证件": "520102199003078515", "手机": "13812345678"}] * 30
    before = operators_before(mask_rows(rows, PUBLIC, Order()).report.as_dict())
    found = mask_rows([{"证件": "没有数字", "手机": "未知"}], PUBLIC, Order(), before)
    assert found.rows == [{"证件": "***", "手机": "***"}]


@pytest.mark.parametrize("policy", ["release-public", "display"])
def test_a_file_without_a_header_stands_the_second_look(tmp_path: Path, policy: str):
    raw, out = tmp_path / "a.csv", tmp_path / "b.csv"
    raw.write_text("".join(f"{n},138123456{n:02d},王芳\n" for n in range(30)), "utf-8")
    told = apply_file(raw, out, ready_made(policy), Order()).as_dict()
    assert check(out, told) is None
    lines = out.read_text("utf-8").splitlines(keepends=True)
    out.write_text("".join(lines[:-1]), "utf-8")
    assert check(out, told) == CHANGED


def test_a_column_with_a_number_of_a_person_in_its_name_is_held():
    found = mask_rows([{"13812345678的余额": 1}], PUBLIC, Order())
    assert found.report.held
    assert found.rows == []
