"""A document as RDF triples: PROV-O, the direct property beside each qualified relation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ckanext.prov.domain.model import Document, Node, Relation, Value
from ckanext.prov.domain.relations import SHAPES
from ckanext.prov.domain.terms import CLASSES, GENERATED_AT, INVALIDATED_AT, PROV, TYPE, Iri

Triple = tuple[Iri, Iri, Value]

_AT_TIME: Final = PROV("atTime")
_HAD_ACTIVITY: Final = PROV("hadActivity")
_HAD_PLAN: Final = PROV("hadPlan")
_HAD_ROLE: Final = PROV("hadRole")
_MOMENTS: Final = {"generation": GENERATED_AT, "invalidation": INVALIDATED_AT}


def triples(document: Document) -> Iterator[Triple]:
    """Every triple of ``document``; one may come twice when a time is told twice."""
    for node in document.nodes.values():
        yield from _of_node(node)
    for relation in document.relations:
        yield from _of_relation(relation)


def _of_node(node: Node) -> Iterator[Triple]:
    for kind in sorted(node.kinds):
        yield node.iri, TYPE, CLASSES[kind]
    for one in node.types:
        yield node.iri, TYPE, one
    for predicate, value in node.attributes:
        yield node.iri, predicate, value


def _of_relation(relation: Relation) -> Iterator[Triple]:
    shape, subject, node = SHAPES[relation.kind], relation.subject, relation.iri
    if relation.object:
        yield subject, shape.direct, relation.object
    if relation.time and relation.kind in _MOMENTS:
        yield subject, _MOMENTS[relation.kind], relation.time
    if not node:
        return
    yield subject, shape.qualified, node
    yield node, TYPE, shape.cls
    if relation.object:
        yield node, shape.influencer, relation.object
    if relation.time:
        yield node, _AT_TIME, relation.time
    if relation.activity:
        yield node, _HAD_ACTIVITY, relation.activity
    if relation.plan:
        yield node, _HAD_PLAN, relation.plan
    if relation.role:
        yield node, _HAD_ROLE, relation.role
    for predicate, value in relation.attributes:
        yield node, predicate, value
