"""What a person decided holds for the next file while its columns stay what they were."""

from __future__ import annotations

from typing import Any

from ckanext.masking.domain.review.memory import decided, kinds, left_clear, remember


def column(name: str, place: int, *found: str) -> dict:
    return {
        "name": name,
        "place": place,
        "kind": "cells",
        "found": [{"detector": one, "certainty": "suspect", "cells": 3} for one in found],
        "decision": {"operator": "redact", "rule": "telephone", "parameters": {}},
    }


def report(*columns: dict) -> dict[str, Any]:
    return {"tables": [{"table": "table", "rows": 3, "columns": list(columns)}]}


FIRST = report(
    column("编号", 0),
    column("电话", 1, "mobile"),
    column("备注", 2, "landline"),
)
CHOSEN = [{"table": "table", "place": 1, "operator": "partial", "parameters": {}}]


def test_the_same_columns_ask_nothing_and_keep_what_was_chosen():
    held = remember(decided(FIRST, CHOSEN), True, FIRST)
    assert held.whole
    assert held.keep_suspects
    assert held.columns == CHOSEN


def test_a_column_that_moved_is_still_known_by_its_name():
    moved = report(column("电话", 0, "mobile"), column("编号", 1), column("备注", 2, "landline"))
    held = remember(decided(FIRST, CHOSEN), False, moved)
    assert held.whole
    assert [one["place"] for one in held.columns] == [0]


def test_a_new_column_asks_again_even_when_nothing_was_found_in_it():
    held = remember(
        decided(FIRST, CHOSEN), True, report(*FIRST["tables"][0]["columns"], column("新", 3))
    )
    assert held.new == ["新"]
    assert not held.whole


def test_a_kind_that_nobody_decided_on_asks_again():
    more = report(
        column("编号", 0), column("电话", 1, "mobile"), column("备注", 2, "landline", "resident_id")
    )
    assert remember(decided(FIRST, CHOSEN), True, more).new == ["备注"]


def test_fewer_kinds_than_were_decided_on_are_covered():
    assert remember(decided(FIRST, CHOSEN), True, report(column("备注", 0))).whole


def test_without_a_decision_every_column_is_new():
    assert remember({}, True, FIRST).new == ["编号", "电话", "备注"]


def test_it_is_told_which_columns_with_findings_are_to_stay_clear():
    chosen = [
        {"table": "table", "place": 0, "operator": "clear"},
        {"table": "table", "place": 2, "operator": "clear"},
    ]
    assert left_clear(FIRST, chosen) == ["备注"]


def test_kinds_without_cells_do_not_count():
    assert kinds({"found": [{"detector": "mobile", "cells": 0}]}) == set()
