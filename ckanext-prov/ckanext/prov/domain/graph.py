"""A document as an rdflib graph, for the forms that rdflib writes."""

from __future__ import annotations

from ckanext.prov.domain.model import Document, Text, Value
from ckanext.prov.domain.terms import PREFIXES, STRING
from ckanext.prov.domain.triples import triples
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node


def graph(document: Document) -> Graph:
    """The triples of ``document`` with the prefixes of ``terms``.

    The store keeps the sorted order in which it was filled, so serializers that follow the store
    write equal documents alike. rdflib's usual store dumps a set.
    """
    made = Graph(store="SimpleMemory", bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        made.bind(prefix, URIRef(namespace))
    for s, p, o in sorted(triples(document), key=_key):
        made.add((URIRef(s), URIRef(p), _term(o)))
    return made


def _key(triple: tuple[str, str, Value]) -> tuple[str, ...]:
    s, p, o = triple
    return (s, p, o.value, o.datatype, o.lang) if isinstance(o, Text) else (s, p, o)


def _term(value: Value) -> Node:
    if not isinstance(value, Text):
        return URIRef(value)
    if value.lang:
        return Literal(value.value, lang=value.lang)
    if value.datatype == STRING:
        return Literal(value.value)
    return Literal(value.value, datatype=URIRef(value.datatype), normalize=False)
