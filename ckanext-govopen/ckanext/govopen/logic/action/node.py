"""Catalogue nodes as the reader sees them: the tree of 数据目录 and 数据子目录.

Catalogues are public, as departments are. A sub-catalogue shows once it has a dataset the reader
may see, or to those who edit it: many are made for their first dataset, and one that is there for
hidden entries alone would tell of them. Datasets that were withdrawn are not counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from ckanext.govopen.adapters import authority, nodes, tree_edits, visibility
from ckanext.govopen.domain.tree import Node, Tree
from ckanext.govopen.logic.schema import node as schema
from ckanext.govopen.model import Node as NodeRow

IN_USE = "-govopen_status:withdrawn"


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_node_list)
def govopen_node_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Nodes the reader may know, siblings in their order.

    :param level: ``catalogue`` or ``subcatalogue`` (optional)
    :param parent: id or code of the parent (optional)
    :param state: ``active`` (default) or ``retired``
    :returns: nodes with ``dataset_count``, the number of datasets the reader sees below each
    """
    tk.check_access("govopen_node_list", context, data_dict)
    view = _View(context)
    parent = nodes.find(data_dict["parent"]) if data_dict.get("parent") else None
    if data_dict.get("parent") and parent is None:
        raise _not_found(data_dict["parent"])
    wanted = [
        node
        for node in view.tree.nodes.values()
        if node.state == data_dict["state"]
        and data_dict.get("level") in (None, node.level)
        and (parent is None or node.parent_id == parent.id)
    ]
    wanted.sort(key=lambda node: (node.position, node.code))
    return [view.as_dict(node) for node in view.known(wanted)]


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_node_show)
def govopen_node_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """One node, the nodes above it (``path``, root first) and directly below it (``children``).

    :param id: id or code. A merged node answers with ``merged_into``, the code of its successor.
    """
    tk.check_access("govopen_node_show", context, data_dict)
    view = _View(context)
    node = nodes.find(data_dict["id"])
    successor = nodes.standing(node.id) if node and node.merged_into_id else None
    known = [each for each in (successor or node,) if each and each.id in view.tree.nodes]
    if node is None or not view.known(known):
        raise _not_found(data_dict["id"])
    row = model.Session.get(NodeRow, node.id)
    return {
        **view.as_dict(node),
        "created": row.created.isoformat() if row else None,
        "modified": row.modified.isoformat() if row else None,
        "keeper": _org_name(row.keeper_id if row else None),
        "organization": _org_name(node.org_id),
        "merged_into": successor.code if successor else None,
        "path": [view.as_dict(each) for each in view.tree.path(node.id)],
        "children": [view.as_dict(each) for each in view.known(view.tree.children(node.id))],
    }


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_node_tree)
def govopen_node_tree(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """The active tree, each node with its ``children`` and ``dataset_count``.

    :param id: id or code of the node to start below (optional; default: the roots)
    :param depth: how many levels to give (optional; default: all)
    """
    tk.check_access("govopen_node_tree", context, data_dict)
    view = _View(context)
    start = nodes.standing(data_dict.get("id"))
    if data_dict.get("id") and (start is None or not view.known([start])):
        raise _not_found(data_dict["id"])
    depth = data_dict.get("depth")
    return view.nested(start.id if start else None, depth if depth is not None else -1)


class _View:
    """The tree with the eyes of one reader."""

    def __init__(self, context: Context) -> None:
        self.tree: Tree = tree_edits.read()
        self.counts = visibility.visible_facet(context, "catalogue_path", IN_USE)
        user = "" if context.get("ignore_auth") else context.get("user", "")
        self.all = bool(context.get("ignore_auth")) or authority.is_authority(user)
        self.kept = set() if self.all else set(authority.kept_catalogues(user))

    def known(self, wanted: Iterable[Node]) -> list[Node]:
        return [node for node in wanted if self._knows(node)]

    def as_dict(self, node: Node) -> dict[str, Any]:
        return {
            "id": node.id,
            "code": node.code,
            "title": node.title,
            "title_en": node.title_en,
            "level": node.level,
            "scheme": node.scheme,
            "parent_id": node.parent_id,
            "division_code": node.division_code,
            "org_id": node.org_id,
            "concept_code": node.concept_code,
            "position": node.position,
            "state": node.state,
            "dataset_count": self.counts.get(node.id, 0),
        }

    def nested(self, parent_id: str | None, depth: int) -> list[dict[str, Any]]:
        if depth == 0:
            return []
        below = self.known(self.tree.children(parent_id))
        return [
            {**self.as_dict(node), "children": self.nested(node.id, depth - 1)} for node in below
        ]

    def _knows(self, node: Node) -> bool:
        if self.all or node.level == "catalogue" or self.counts.get(node.id):
            return True
        return any(each.id in self.kept for each in self.tree.path(node.id))


def _org_name(org_id: str | None) -> str | None:
    group = model.Group.get(org_id) if org_id else None
    return group.name if group else None


def _not_found(reference: str) -> tk.ObjectNotFound:
    return tk.ObjectNotFound(tk._("Catalogue node not found: {}").format(reference))
