"""Catalogue nodes in memory, so that indexing one dataset after another asks no database.

A node is read once, with those above it. What changes nodes calls ``changed`` and every process
forgets; new nodes are simply read when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

import sqlalchemy as sa
from ckan import model
from ckanext.govopen.domain import tree
from ckanext.govopen.model import Node

from . import stamp

SUBJECT = "nodes"
FIELDS = [each.name for each in fields(tree.Node)]


@dataclass(slots=True)
class _Memory:
    stamp: bytes | None = None
    nodes: dict[str, tree.Node] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    homes: dict[tuple[str, str], str] = field(default_factory=dict)


_memory = _Memory()


def changed() -> None:
    """Nodes were moved, renamed, merged or retired: every process forgets what it knows."""
    stamp.bump(SUBJECT)


def find(reference: str | None) -> tree.Node | None:
    """The node with this id or code, whatever its state."""
    if not reference:
        return None
    memory = _fresh()
    node_id = memory.ids.get(reference)
    if node_id is None:
        _read(memory, reference)
        node_id = memory.ids.get(reference)
    return memory.nodes[node_id] if node_id else None


def standing(reference: str | None) -> tree.Node | None:
    """The node with this id or code, or the one it was merged into in the end."""
    node = find(reference)
    seen: set[str] = set()
    while node is not None and node.merged_into_id and node.id not in seen:
        seen.add(node.id)
        node = find(node.merged_into_id)
    return node


def path(reference: str | None) -> list[tree.Node]:
    """The nodes from the root down to the standing node of ``reference``; empty when unknown."""
    found: list[tree.Node] = []
    node = standing(reference)
    while node is not None and node not in found:
        found.append(node)
        node = find(node.parent_id)
    return found[::-1]


def known_home(org_id: str, theme: str) -> tree.Node | None:
    """The remembered sub-catalogue of ``theme`` in a department's catalogue."""
    memory = _fresh()
    return memory.nodes.get(memory.homes.get((org_id, theme), ""))


def remember_home(org_id: str, theme: str, node: tree.Node) -> None:
    memory = _fresh()
    _keep(memory, [node])
    memory.homes[org_id, theme] = node.id


def from_row(row: Node) -> tree.Node:
    """A stored node as the domain knows it."""
    return tree.Node(**{name: getattr(row, name) for name in FIELDS})


def _fresh() -> _Memory:
    global _memory
    now = stamp.current(SUBJECT)
    if now is None or now != _memory.stamp:
        _memory = _Memory(now)
    return _memory


def _read(memory: _Memory, reference: str) -> None:
    """Read a node and all above it in one statement."""
    start = sa.select(Node.id, Node.parent_id).where(
        sa.or_(Node.id == reference, Node.code == reference)
    )
    above = start.cte(recursive=True)
    above = above.union(
        sa.select(Node.id, Node.parent_id).join(above, Node.id == above.c.parent_id)
    )
    rows = model.Session.scalars(
        sa.select(Node)
        .where(Node.id.in_(sa.select(above.c.id)))
        .execution_options(populate_existing=True)
    )
    _keep(memory, (from_row(row) for row in rows))


def _keep(memory: _Memory, nodes: Iterable[tree.Node]) -> None:
    for node in nodes:
        memory.nodes[node.id] = node
        memory.ids[node.id] = memory.ids[node.code] = node.id
