"""Catalogue nodes: the tree of catalogues (数据目录) and sub-catalogues (数据子目录)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Context

from ...model import Node
from ..schema import node as schema


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_node_list)
def govopen_node_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Nodes in tree order of siblings.

    :param level: ``catalogue`` or ``subcatalogue`` (optional)
    :param parent: id or code of the parent (optional)
    :param state: ``active`` (default) or ``retired``
    """
    tk.check_access("govopen_node_list", context, data_dict)
    query = sa.select(Node).where(Node.state == data_dict["state"])
    if data_dict.get("level"):
        query = query.where(Node.level == data_dict["level"])
    if data_dict.get("parent"):
        parent = Node.get(data_dict["parent"])
        query = query.where(Node.parent_id == (parent.id if parent else None))
    query = query.order_by(Node.position, Node.code)
    return [node.as_dict() for node in model.Session.scalars(query)]


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_node_show)
def govopen_node_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """One node by ``id`` (id or code). Raises NotFound."""
    tk.check_access("govopen_node_show", context, data_dict)
    node = Node.get(data_dict["id"])
    if node is None:
        raise tk.ObjectNotFound(tk._("Catalogue node not found: {}").format(data_dict["id"]))
    return node.as_dict()
