"""Turtle (https://www.w3.org/TR/turtle/)."""

from __future__ import annotations

from ckanext.prov.domain.forms.base import form
from ckanext.prov.domain.graph import graph
from ckanext.prov.domain.model import Document


@form("Turtle", "ttl", "text/turtle")
def write(document: Document) -> bytes:
    return graph(document).serialize(format="turtle", encoding="utf-8")
