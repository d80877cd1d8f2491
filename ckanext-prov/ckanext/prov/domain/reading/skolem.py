"""Blank nodes get IRIs that are the same each time (RDF 1.1 Concepts, section 3.5)."""

from __future__ import annotations

import hashlib
from typing import Final

from ckanext.prov.domain.reading.base import MOST_BLANK_NODES, refuse
from rdflib import BNode, Graph, URIRef
from rdflib.compare import to_canonical_graph
from rdflib.term import Node

NOWHERE: Final = "https://skolem.invalid"
"""Stands for the site where none is given (RFC 2606: nobody's)."""
GENID: Final = "/.well-known/genid/"
"""Where below a site's address the names for blank nodes are."""


def without_blank_nodes(graph: Graph, base: str) -> Graph:
    """``graph`` with ``BASE/.well-known/genid/…`` for blank nodes; itself when there are none.

    The names follow from what is said of the nodes, so the same file gives the same names.
    """
    blank = {term for triple in graph for term in triple if isinstance(term, BNode)}
    if not blank:
        return graph
    if len(blank) > MOST_BLANK_NODES:
        raise refuse(
            "too_many_blank_nodes",
            f"文件中的空节点超过 {MOST_BLANK_NODES} 个。请给它们加上 IRI。",
            f"the file has more than {MOST_BLANK_NODES} blank nodes; give them IRIs.",
        )
    stem = f"{(base or NOWHERE).rstrip('/')}{GENID}"
    named = Graph(bind_namespaces="none")
    for triple in to_canonical_graph(graph):
        named.add(tuple(_named(term, stem) for term in triple))  # pyright: ignore
    return named


def _named(term: Node, stem: str) -> Node:
    if not isinstance(term, BNode):
        return term
    return URIRef(stem + hashlib.sha256(term.encode()).hexdigest()[:32])
