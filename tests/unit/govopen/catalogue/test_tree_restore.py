"""Taking a retired node into use again, and merging classes of one concept."""

from __future__ import annotations

import pytest
from ckanext.govopen.domain.tree import Node, Tree
from govopen_common.problem import Rejected


def node(id: str, parent: str | None = "top", **fields) -> Node:
    given = {"title": id, "level": "subcatalogue", "scheme": "theme", **fields}
    return Node(id=id, code=id, parent_id=parent, **given)


@pytest.fixture
def tree() -> Tree:
    top = node("top", None, level="catalogue", scheme="department")
    return Tree([top, node("a"), node("b")])


def refused(call, *args: str) -> str:
    with pytest.raises(Rejected) as raised:
        call(*args)
    return raised.value.problems[0].code


def test_a_retired_node_is_in_use_again_where_it_stood(tree: Tree):
    tree.retire("a")
    (again,) = tree.restore("a")
    assert (again.state, again.parent_id) == ("active", "top")


def test_only_a_retired_node_is_restored(tree: Tree):
    assert refused(tree.restore, "a") == "not_retired"
    assert refused(tree.restore, "nowhere") == "not_retired"


def test_a_merged_node_stays_merged(tree: Tree):
    tree.merge("a", "b")
    assert refused(tree.restore, "a") == "merged"


def test_a_node_does_not_return_below_a_retired_one_or_beside_its_namesake(tree: Tree):
    tree.add(node("c", "a"))
    tree.retire("c")
    tree.add(node("d", "a", title="c"))
    assert refused(tree.restore, "c") == "title_taken"
    tree.retire("d")
    tree.retire("a")
    assert refused(tree.restore, "c") == "retired"


def test_classes_of_one_concept_become_one_though_their_titles_differ(tree: Tree):
    tree.add(node("old", "a", title="农业", concept_code="07"))
    tree.add(node("new", "b", title="农业、水利", concept_code="07"))
    tree.merge("a", "b")
    assert tree.nodes["old"].merged_into_id == "new"
    assert [each.id for each in tree.children("b")] == ["new"]
