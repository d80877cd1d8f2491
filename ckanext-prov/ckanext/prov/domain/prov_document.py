"""A document as a ``ProvDocument`` of the library ``prov``, which writes PROV-JSON and PROV-N.

``wasRevisionOf`` is there ``wasDerivedFrom`` with ``prov:type`` ``prov:Revision``
(PROV-N, section 3.2.2), and a time of generation stands on the generation.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from ckanext.prov.domain.model import Document, Kind, Node, Relation, Text, Value
from ckanext.prov.domain.names import Names
from ckanext.prov.domain.relations import SHAPES
from ckanext.prov.domain.terms import ENDED, LABEL, PROV, STARTED, STRING

from prov.constants import PROV as P
from prov.constants import PROV_RECORD_IDS_MAP
from prov.identifier import Identifier, QualifiedName
from prov.model import Literal, ProvDocument

Attributes = list[tuple[QualifiedName, Any]]

# Predicates of PROV-O and the attributes of PROV-DM that stand for them (PROV-O, section 3.1).
_ATTRIBUTES: Final = MappingProxyType({LABEL: P["label"], PROV("atLocation"): P["location"]})
_FORMAL: Final = MappingProxyType({STARTED: P["startTime"], ENDED: P["endTime"]})
_STARTERS: Final = MappingProxyType({"start": P["starter"], "end": P["ender"]})


def prov_document(document: Document) -> ProvDocument:
    """The records of ``document``, sorted by IRI; relations follow the elements."""
    made, names = ProvDocument(), Names(document.base)
    for iri in sorted(document.nodes):
        node = document.nodes[iri]
        for kind in sorted(node.kinds):
            _add_node(made, names, document, node, kind)
    for relation in sorted(document.relations, key=_order):
        _add_relation(made, names, document, relation)
    return made


def _order(relation: Relation) -> tuple[str, ...]:
    time = relation.time.value if relation.time else ""
    return (relation.kind, relation.subject, relation.object, relation.iri, time)


def _add_node(made: ProvDocument, names: Names, document: Document, node: Node, kind: Kind) -> None:
    formal: dict[QualifiedName, Any] = {}
    others: Attributes = [(P["type"], names(one)) for one in node.types]
    for predicate, value in node.attributes:
        if kind == "activity" and predicate in _FORMAL and isinstance(value, Text):
            formal[_FORMAL[predicate]] = value.value
        else:
            name = _ATTRIBUTES.get(predicate) or names(predicate)
            others.append((name, _value(names, document, value)))
    made.new_record(PROV_RECORD_IDS_MAP[kind], names(node.iri), formal, others)


def _add_relation(made: ProvDocument, names: Names, document: Document, relation: Relation) -> None:
    shape = SHAPES[relation.kind]
    formal: dict[QualifiedName, Any] = {P[shape.formal[0]]: names(relation.subject)}
    if relation.object:
        formal[P[shape.formal[1]]] = names(relation.object)
    if relation.time:
        formal[P["time"]] = relation.time.value
    if relation.activity:
        formal[_STARTERS.get(relation.kind, P["activity"])] = names(relation.activity)
    if relation.plan:
        formal[P["plan"]] = names(relation.plan)
    others: Attributes = []
    if shape.subtype:
        others.append((P["type"], names(shape.subtype)))
    if relation.role:
        others.append((P["role"], names(relation.role)))
    for predicate, value in relation.attributes:
        name = _ATTRIBUTES.get(predicate) or names(predicate)
        others.append((name, _value(names, document, value)))
    identifier = names(relation.iri) if relation.iri else None
    made.new_record(PROV_RECORD_IDS_MAP[shape.record], identifier, formal, others)


def _value(names: Names, document: Document, value: Value) -> str | Literal | Identifier:
    """A literal; a name for what is described or of a vocabulary; any other address as a URI."""
    if isinstance(value, Text):
        if value.lang:
            return Literal(value.value, langtag=value.lang)
        if value.datatype == STRING:
            return value.value
        return Literal(value.value, names(value.datatype))
    if value in document.nodes or names.knows(value):
        return names(value)
    return Identifier(value)
