"""RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/)."""

from __future__ import annotations

from ckanext.prov.domain.forms.base import form
from ckanext.prov.domain.graph import graph
from ckanext.prov.domain.model import Document


@form("RDF/XML", "rdf", "application/rdf+xml")
def write(document: Document) -> bytes:
    return graph(document).serialize(format="xml", encoding="utf-8")
