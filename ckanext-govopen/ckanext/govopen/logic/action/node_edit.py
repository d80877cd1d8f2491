"""Edits of the catalogue tree: add, rename, move, merge, retire, restore.

Each takes the tree's lock, lets the domain decide, stores what changed and brings the datasets
concerned up to date in the index, in a job when they are many.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.model.types import make_uuid
from ckan.types import Context
from ckanext.govopen.adapters import catalogue, nodes, tree_edits, vocabularies
from ckanext.govopen.adapters.reindex import reindex
from ckanext.govopen.domain.tree import Node
from ckanext.govopen.logic.refusal import all_or_nothing
from ckanext.govopen.logic.schema import node as schema
from ckanext.govopen.model import Node as NodeRow
from govopen_common.problem import Problem, Rejected


@tk.validate_action_data(schema.govopen_node_create)
def govopen_node_create(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Add a node; its code is assigned.

    :param title, title_en: names in Chinese and (optional) English
    :param level: ``catalogue`` or ``subcatalogue``
    :param scheme: region or department; theme, industry or service
    :param parent: id or code of the node above (optional for a root)
    :param division_code: of a region (optional)
    :param concept_code: of a class: its code in the scheme's vocabulary (optional)
    :param keeper: name of the organization that keeps a region's catalogue (optional)
    """
    tk.check_access("govopen_node_create", context, data_dict)
    parent = _find(data_dict["parent"], "parent") if data_dict.get("parent") else None
    with all_or_nothing():
        tree = tree_edits.read(lock=True)
        node = Node(
            id=make_uuid(), code=catalogue.next_node_code(parent), title=data_dict["title"],
            title_en=data_dict["title_en"], level=data_dict["level"], scheme=data_dict["scheme"],
            parent_id=parent.id if parent else None, division_code=data_dict.get("division_code"),
            concept_code=_concept(data_dict), position=data_dict["position"],
        )  # fmt: skip
        _one_of_a_kind(list(tree.nodes.values()), node)
        tree_edits.store(tree.add(node))
        _set_keeper(context, node.id, data_dict)
        tree_edits.commit()
    return _show(context, node.id)


@tk.validate_action_data(schema.govopen_node_update)
def govopen_node_update(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Rename a node, set its position, or name the organization that keeps it.

    :param id: id or code
    :param title, title_en: names in Chinese and (optional) English
    :param position: place among its siblings (optional)
    :param keeper: name of an organization, empty for none (optional; catalogue authority only)
    """
    tk.check_access("govopen_node_update", context, data_dict)
    node = _find(data_dict["id"])
    with all_or_nothing():
        tree = tree_edits.read(lock=True)
        title, title_en = data_dict["title"], data_dict["title_en"]
        if node.org_id and title != node.title:
            raise _follows_department("title")
        changed = tree.rename(node.id, title, title_en)
        if data_dict.get("position") is not None:
            changed += tree.move(node.id, node.parent_id, data_dict["position"])
        tree_edits.store(changed)
        _set_keeper(context, node.id, data_dict)
        tree_edits.commit()
    return _show(context, node.id)


@tk.validate_action_data(schema.govopen_node_move)
def govopen_node_move(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Hang a node with all below it under another parent; codes stay.

    :param id: id or code
    :param parent: id or code of the new parent (empty: make it a root)
    :param position: place among its new siblings
    """
    tk.check_access("govopen_node_move", context, data_dict)
    node = _find(data_dict["id"])
    parent = _find(data_dict["parent"], "parent") if data_dict.get("parent") else None
    with all_or_nothing():
        if node.org_id:
            raise _follows_department("parent")
        tree = tree_edits.read(lock=True)
        tree_edits.store(tree.move(node.id, parent.id if parent else None, data_dict["position"]))
        moved = [node.id, *(each.id for each in tree.descendants(node.id))]
        tree_edits.commit()
    reindex(tree_edits.datasets_below(moved))
    return _show(context, node.id)


@tk.validate_action_data(schema.govopen_node_merge)
def govopen_node_merge(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Retire a node in favour of another of its level, which takes over nodes and datasets.

    Resource codes do not change. Classes that both have are merged too.

    :param id: id or code of the node that goes
    :param into: id or code of the node that stays
    :returns: the node that stays
    """
    tk.check_access("govopen_node_merge", context, data_dict)
    node, into = _find(data_dict["id"]), _find(data_dict["into"], "into")
    with all_or_nothing():
        tree = tree_edits.read(lock=True)
        before = [node.id, *(each.id for each in tree.descendants(node.id))]
        changed = tree.merge(node.id, into.id)
        tree_edits.store(changed)
        moved: set[str] = set(tree_edits.datasets_below(before))
        for each in changed:
            if each.merged_into_id:
                moved.update(tree_edits.rehome(each.code, tree.nodes[each.merged_into_id].code))
        tree_edits.commit()
    reindex(moved)
    return _show(context, into.id)


@tk.validate_action_data(schema.govopen_node_retire)
def govopen_node_retire(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take a node out of use. It must be empty: no active node below, no dataset in it.

    :param id: id or code
    """
    tk.check_access("govopen_node_retire", context, data_dict)
    node = _find(data_dict["id"])
    with all_or_nothing():
        tree = tree_edits.read(lock=True)
        changed = tree.retire(node.id)
        if tree_edits.holds_datasets(node.id):
            zh = f"“{node.title}”中还有数据，请先移到其他子目录，或将其并入另一目录"
            en = (
                f"“{node.title}” still holds datasets; move them to another sub-catalogue, "
                "or merge it into another node"
            )
            raise Rejected(Problem("node", "has_datasets", zh, en))
        tree_edits.store(changed)
        tree_edits.commit()
    return _show(context, node.id)


@tk.validate_action_data(schema.govopen_node_restore)
def govopen_node_restore(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take a retired node into use again. One that was merged stays merged.

    :param id: id or code
    """
    tk.check_access("govopen_node_restore", context, data_dict)
    node = _find(data_dict["id"])
    with all_or_nothing():
        tree = tree_edits.read(lock=True)
        changed = tree.restore(node.id)
        _one_of_a_kind(list(tree.nodes.values()), tree.nodes[node.id])
        tree_edits.store(changed)
        tree_edits.commit()
    return _show(context, node.id)


def _find(reference: str, field: str = "id") -> Node:
    node = nodes.find(reference)
    if node is None and field == "id":
        raise tk.ObjectNotFound(tk._("Catalogue node not found: {}").format(reference))
    if node is None:
        raise tk.ValidationError({field: [tk._("Catalogue node not found: {}").format(reference)]})
    return node


def _show(context: Context, node_id: str) -> dict[str, Any]:
    return tk.get_action("govopen_node_show")(tk.fresh_context(context), {"id": node_id})


def _concept(data_dict: dict[str, Any]) -> str | None:
    """The concept of a class, checked against the vocabulary of its scheme."""
    code, scheme = data_dict.get("concept_code"), data_dict["scheme"]
    if not code:
        return None
    if data_dict["level"] == "subcatalogue" and vocabularies.vocabulary(scheme).get(code):
        return str(code)
    zh, en = f"分类代码 {code} 不在词表中，请核对", f"{code} is not in the vocabulary; correct it"
    raise Rejected(Problem("concept_code", "concept", zh, en))


def _one_of_a_kind(others: Sequence[Node], node: Node) -> None:
    """A region has one catalogue, and a node one class of each concept."""
    for other in others:
        if other.id == node.id or other.state != "active" or other.scheme != node.scheme:
            continue
        same_region = node.scheme == "region" and node.division_code == other.division_code
        same_class = other.parent_id == node.parent_id and node.concept_code == other.concept_code
        if (same_region and node.division_code) or (same_class and node.concept_code):
            zh = f"“{other.title}”（{other.code}）已是该区划或分类的目录，请直接使用"
            en = f"“{other.title}” ({other.code}) is already there for it; use that one"
            raise Rejected(Problem("title", "node_twice", zh, en))


def _follows_department(field: str) -> Rejected:
    zh = "部门目录的名称和位置随部门信息变动，请修改部门"
    en = "The catalogue of a department follows the department; edit that instead"
    return Rejected(Problem(field, "follows_department", zh, en))


def _set_keeper(context: Context, node_id: str, data_dict: dict[str, Any]) -> None:
    """Name the keeper of a catalogue, which only the catalogue authority may."""
    if "keeper" not in data_dict:
        return
    row = model.Session.get(NodeRow, node_id, populate_existing=True)
    group = model.Group.get(data_dict["keeper"]) if data_dict["keeper"] else None
    keeper_id = group.id if group and group.is_organization else None
    if data_dict["keeper"] and keeper_id is None:
        zh, en = "没有这个部门，请核对网址标识", "There is no such department; check its name"
        raise Rejected(Problem("keeper", "org_missing", zh, en))
    if row is None or row.keeper_id == keeper_id:
        return
    tk.check_access("govopen_node_keeper", tk.fresh_context(context), {"id": node_id})
    row.keeper_id = keeper_id
