"""RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/)."""

from __future__ import annotations

from ckanext.prov.domain.forms.base import form
from ckanext.prov.domain.graph import graph
from ckanext.prov.domain.model import Document


@form("RDF/XML", "rdf", "application/rdf+xml")
def write(document: Document) -> bytes:
    made = graph(document)
    # rdflib numbers namespaces without a prefix in the order of a set, unless they are known.
    for predicate in sorted(str(term) for term in made.predicates()):
        made.namespace_manager.compute_qname_strict(predicate)
    return made.serialize(format="xml", encoding="utf-8")
