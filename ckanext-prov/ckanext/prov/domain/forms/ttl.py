"""Turtle (https://www.w3.org/TR/turtle/), from the lines of N-Triples.

rdflib's writer takes seconds for a log of a thousand lines.
"""

from __future__ import annotations

from ckanext.prov.domain import turtle
from ckanext.prov.domain.forms import nt
from ckanext.prov.domain.forms.base import form
from ckanext.prov.domain.model import Document


@form("Turtle", "ttl", "text/turtle")
def write(document: Document) -> bytes:
    lines = turtle.lines(nt.write(document).decode())
    return (turtle.prefixes() + "\n".join(turtle.subjects(lines))).encode()
