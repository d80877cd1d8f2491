"""Edits of the catalogue tree, and its way to a sheet and back."""

from __future__ import annotations

from contextlib import suppress
from itertools import count

import pytest
from ckanext.govopen.domain.tree import MAX_DEPTH, Node, Tree
from ckanext.govopen.domain.tree_rows import Maker, plan_import, to_rows
from govopen_common.problem import Rejected
from hypothesis import given
from hypothesis import strategies as st


def region(code: str, parent: str | None = None, title: str = "") -> Node:
    return Node(code, code, title or f"目录{code}", "catalogue", "region", parent)


def themed(code: str, parent: str | None, title: str = "") -> Node:
    return Node(code, code, title or f"子目录{code}", "subcatalogue", "theme", parent)


def a_tree() -> Tree:
    """p ─ c1 ─ (s1, s2), c2 ─ s3"""
    nodes = [region("p"), region("c1", "p"), region("c2", "p")]
    return Tree(
        [*nodes, themed("s1", "c1", "财政"), themed("s2", "c1"), themed("s3", "c2", "财政")]
    )


def refused(code: str):
    return pytest.raises(Rejected, check=lambda error: error.problems[0].code == code)


def a_maker() -> Maker:
    numbers = count(1)
    return Maker(
        new_id=lambda: f"id{next(numbers)}",
        new_code=lambda parent: f"{parent.code if parent else ''}{next(numbers):02d}",
        org_ids={"财政局": "org-1"},
    )


def test_a_node_is_added_in_its_place_and_nothing_else_changes():
    tree = a_tree()
    assert tree.add(themed("s4", "c2", "旅游")) == [tree.nodes["s4"]]
    assert [node.id for node in tree.path("s4")] == ["p", "c2", "s4"]


@pytest.mark.parametrize(
    ("node", "code"),
    [
        (themed("x", None), "parent_missing"),
        (themed("x", "nowhere"), "not_found"),
        (region("x", "s1"), "parent_level"),
        (Node("x", "x", "甲", "subcatalogue", "industry", "s1"), "parent_scheme"),
        (Node("x", "x", "甲", "catalogue", "theme", "p"), "scheme"),
        (Node("x", "s1", "甲", "catalogue", "region", "p"), "code_taken"),
        (themed("x", "c1", "财 政"), "title_taken"),
        (themed("x", "c1", " "), "title_missing"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(node: Node, code: str):
    tree = a_tree()
    before = dict(tree.nodes)
    with refused(code):
        tree.add(node)
    assert tree.nodes == before


def test_a_node_cannot_be_moved_below_itself():
    tree = a_tree()
    for target in ("c1", "p"):
        with refused("cycle"):
            tree.move("p", target)


def test_a_moved_node_takes_what_is_below_it_along():
    tree = a_tree()
    tree.move("c1", "c2", position=3)
    assert [node.id for node in tree.path("s1")] == ["p", "c2", "c1", "s1"]
    assert tree.children("p") == [tree.nodes["c2"]]


def test_the_tree_is_never_deeper_than_its_bound():
    tree = Tree([region("0")])
    for number in range(1, MAX_DEPTH):
        tree.add(region(str(number), str(number - 1)))
    with refused("too_deep"):
        tree.add(region("more", str(MAX_DEPTH - 1)))
    tree.add(region("other"))
    tree.add(region("below", "other"))
    with refused("too_deep"):
        tree.move("other", str(MAX_DEPTH - 2))


def test_merging_moves_the_children_unites_equal_titles_and_retires_the_source():
    tree = a_tree()
    changed = {node.id: node for node in tree.merge("c1", "c2")}
    assert changed["c1"].state == "retired"
    assert changed["c1"].merged_into_id == "c2"
    assert changed["s1"].merged_into_id == "s3"
    assert changed["s2"].parent_id == "c2"
    assert {node.id for node in tree.children("c2")} == {"s2", "s3"}


def test_a_node_is_not_merged_into_what_is_below_it_nor_into_another_level():
    tree = a_tree()
    with refused("cycle"):
        tree.merge("p", "c1")
    with refused("merge_level"):
        tree.merge("s1", "c2")


def test_only_an_empty_node_is_retired_and_then_it_is_fixed():
    tree = a_tree()
    with refused("has_children"):
        tree.retire("c1")
    tree.retire("s3")
    assert tree.retire("c2")[0].state == "retired"
    with refused("retired"):
        tree.rename("c2", "新名")


def test_a_stored_cycle_is_told_not_walked_for_ever():
    with refused("cycle"):
        Tree([region("a", "b"), region("b", "a")]).path("a")


@given(
    st.lists(st.tuples(st.sampled_from("psm"), st.integers(0, 5), st.integers(0, 5)), max_size=30)
)
def test_no_sequence_of_edits_makes_a_cycle_or_an_orphan(edits: list[tuple[str, int, int]]):
    tree = a_tree()
    ids = list(tree.nodes)
    for kind, one, other in edits:
        with suppress(Rejected):
            if kind == "p":
                tree.move(ids[one], ids[other])
            elif kind == "s":
                tree.merge(ids[one], ids[other])
            else:
                tree.retire(ids[one])
    for node in tree.nodes.values():
        path = tree.path(node.id)
        assert path[-1] is node
        assert path[0].parent_id is None
        assert node.state == "retired" or all(above.state == "active" for above in path)


def test_a_sheet_of_the_tree_read_back_changes_nothing():
    tree = a_tree()
    plan = plan_import(a_tree(), to_rows(tree), a_maker())
    assert plan.changed == []
    assert plan.problems == []


def test_an_empty_tree_is_made_from_a_sheet_whatever_the_order_of_its_rows():
    tree = a_tree()
    made = Tree()
    plan = plan_import(made, to_rows(tree)[::-1], a_maker())
    assert plan.problems == []
    assert len(plan.changed) == len(tree.nodes)
    assert [row["code"] for row in to_rows(made)]
    assert {(row["code"], row["parent_code"]) for row in to_rows(made)} == {
        (row["code"], row["parent_code"]) for row in to_rows(tree)
    }


def test_a_sheet_adds_renames_moves_and_retires():
    tree = a_tree()
    rows = [
        {"code": "s1", "parent_code": "c2", "title": "财政与税务"},
        {"code": "s2", "parent_code": "c1", "title": "子目录s2", "state": "停用"},
        {
            "code": "",
            "parent_code": "c1",
            "level": "目录",
            "scheme": "部门",
            "title": "财政局",
            "org": "财政局",
        },
    ]
    plan = plan_import(tree, rows, a_maker())
    assert plan.problems == []
    assert (tree.nodes["s1"].title, tree.nodes["s1"].parent_id) == ("财政与税务", "c2")
    assert tree.nodes["s2"].state == "retired"
    new = plan.changed[-1]
    assert (new.level, new.scheme, new.org_id) == ("catalogue", "department", "org-1")
    assert new.code.startswith("c1")


def test_bad_rows_are_told_by_row_and_column_and_the_good_ones_are_in():
    tree = a_tree()
    rows = [
        {"code": "a", "parent_code": "b", "title": "甲"},
        {"code": "b", "parent_code": "a", "title": "乙"},
        {"code": "c", "parent_code": "nowhere", "title": "丙"},
        {"code": "d", "parent_code": "p", "level": "盒", "title": "丁"},
        {"code": "e", "parent_code": "p", "level": "目录", "scheme": "主题", "title": "戊"},
        {
            "code": "f",
            "parent_code": "p",
            "level": "目录",
            "scheme": "部门",
            "title": "己",
            "org": "无",
        },
        {"code": "g/1", "parent_code": "p", "level": "目录", "scheme": "区域", "title": "庚"},
        {"code": "h", "parent_code": "p", "level": "目录", "scheme": "区域", "title": "辛"},
        {"code": "h", "parent_code": "p", "level": "目录", "scheme": "区域", "title": "壬"},
    ]
    plan = plan_import(tree, rows, a_maker())
    assert [node.code for node in plan.changed] == ["h"]
    assert {(one.field, one.code) for one in plan.problems} == {
        ("rows.1.parent_code", "cycle"),
        ("rows.2.parent_code", "cycle"),
        ("rows.3.parent_code", "parent_missing"),
        ("rows.4.level", "level"),
        ("rows.5.scheme", "scheme"),
        ("rows.6.org", "org_missing"),
        ("rows.7.code", "code_form"),
        ("rows.9.code", "row_twice"),
    }
