"""Nothing derives from itself, however long the way round; nothing specializes itself.

Derivation goes back in time: PROV-CONSTRAINTS, 42 (derivation ordering) and 52 (impossible
specialization).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import cast

from ckanext.prov.domain.constraints.base import constraint
from ckanext.prov.domain.model import Document
from ckanext.prov.domain.relations import DERIVATIONS, RelationKind
from ckanext.prov.domain.terms import Iri
from govopen_common.problem import Problem


@constraint
def derivation_goes_one_way(document: Document) -> Iterator[Problem]:
    cycle = _cycle(document, DERIVATIONS)
    if cycle:
        way = " → ".join(cycle)
        yield Problem(
            cycle[0],
            "derivation_cycle",
            f"派生关系形成循环：{way}。请删除其中一条“派生自”。",
            f"derivation goes round in a circle: {way}; take one “derived from” away.",
        )


@constraint
def specialization_goes_one_way(document: Document) -> Iterator[Problem]:
    cycle = _cycle(document, ("specialization",))
    if cycle:
        way = " → ".join(cycle)
        yield Problem(
            cycle[0],
            "specialization_cycle",
            f"特化关系形成循环：{way}。请删除其中一条 prov:specializationOf。",
            f"specialization goes round in a circle: {way}; take one prov:specializationOf away.",
        )


def _cycle(document: Document, kinds: Iterable[RelationKind]) -> list[Iri]:
    """A cycle as the IRIs on the way, the first again at the end; empty when there is none."""
    sorter: TopologicalSorter[Iri] = TopologicalSorter()
    for relation in document.relations:
        if relation.kind in kinds and relation.object:
            if relation.subject == relation.object:
                return [relation.subject, relation.object]
            sorter.add(relation.subject, relation.object)
    try:
        sorter.prepare()
    except CycleError as error:
        return list(reversed(cast("list[Iri]", error.args[1])))
    return []
