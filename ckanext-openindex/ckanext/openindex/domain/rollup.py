"""Dataset, department, county, city, province: which nodes a dataset belongs to, and their sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.figure import Figure, figure, of_members
from ckanext.openindex.domain.methodology.model import UNITS, Methodology, Unit
from ckanext.openindex.domain.tally import Tally

ROOT: Final = "site"
"""The id of the top node: the province, or the whole catalogue of a site without divisions."""


@dataclass(frozen=True, slots=True)
class Node:
    """A department (``id`` is the organisation's), a division (its code), or the ``ROOT``.

    ``division``: the code of the division that it is or, for a department, that it lies in.
    """

    id: str
    unit: Unit
    division: str = ""


def path(facts: DatasetFacts) -> tuple[Node, ...]:
    """The nodes that a dataset belongs to, from its department up to the root.

    As the facts say, so a department's datasets are where they were when the facts were gathered.
    A town counts with its county. A dataset without a department begins with its division.
    """
    units: dict[str, Unit] = {"county": "county", "city": "city"}
    divisions = [
        Node(one.code, units[one.level], one.code) for one in facts.divisions if one.level in units
    ]
    province = next((one.code for one in facts.divisions if one.level == "province"), "")
    nearest = divisions[0].division if divisions else province
    own = [Node(facts.organization_id, "department", nearest)] if facts.organization_id else []
    return (*own, *divisions, Node(ROOT, "province", province))


def join(nodes: dict[str, Node], more: Iterable[Node]) -> None:
    """Put ``more`` among ``nodes``, the later ones first; a root that knows its province stays,
    for a dataset without a division says nothing of it."""
    for node in more:
        if node.id != ROOT or node.division or ROOT not in nodes:
            nodes[node.id] = node


def _tallies() -> dict[str, Tally]:
    return {}


def _nodes() -> dict[str, Node]:
    return {}


def _parents() -> dict[str, str]:
    return {}


@dataclass
class Tree:
    """The sums of all nodes. ``add`` and ``take`` cost as many steps as a path is long."""

    methodology: Methodology
    tallies: dict[str, Tally] = field(default_factory=_tallies)
    nodes: dict[str, Node] = field(default_factory=_nodes)
    parents: dict[str, str] = field(default_factory=_parents)

    def add(self, nodes: Sequence[Node], tally: Tally) -> None:
        """Add a dataset's contribution to each node of its path."""
        for number, node in enumerate(nodes):
            known = self.tallies.get(node.id)
            if known is None:
                known = self.tallies[node.id] = Tally()
            join(self.nodes, [node])
            if number + 1 < len(nodes):
                self.parents[node.id] = nodes[number + 1].id
            known.add(tally)

    def take(self, nodes: Sequence[Node], tally: Tally) -> None:
        """Take away what ``add`` added; a node without datasets is gone."""
        for node in nodes:
            self.tallies[node.id].add(tally, -1)
            if not self.tallies[node.id].datasets:
                del self.tallies[node.id], self.nodes[node.id]
                self.parents.pop(node.id, None)

    def figure(self, node: Node) -> Figure:
        """The figure of one node, by the rule of its level."""
        below: list[Figure] = []
        if self.methodology.level(node.unit).of != "dataset":
            below = [self.figure(self.nodes[n]) for n, up in self.parents.items() if up == node.id]
        return node_figure(self.methodology, node.unit, self.tallies[node.id], below)

    def figures(self) -> Mapping[str, Figure]:
        """The figure of each node, by the rule of its level, from the bottom up."""
        found: dict[str, Figure] = {}
        members: dict[str, list[Figure]] = {}
        for node in sorted(self.nodes.values(), key=_from_below):
            found[node.id] = node_figure(
                self.methodology, node.unit, self.tallies[node.id], members.get(node.id, ())
            )
            parent = self.parents.get(node.id)
            if parent is not None:
                members.setdefault(parent, []).append(found[node.id])
        return found


def _from_below(node: Node) -> tuple[int, str]:
    return UNITS.index(node.unit), node.id


def node_figure(
    methodology: Methodology, unit: Unit, tally: Tally, members: Iterable[Figure] = ()
) -> Figure:
    """The figure of one node with the sums ``tally``.

    ``members``: figures of the nodes directly below it, needed where the level's rule lets each
    of them count the same. Datasets that belong to none of them are then left out; where there
    are no members, the sums decide.
    """
    if methodology.level(unit).of != "dataset":
        below = list(members)
        if below:
            return figure(methodology, of_members(below, tally))
    return figure(methodology, tally)
