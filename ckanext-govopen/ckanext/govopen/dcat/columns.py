"""Data elements of a dataset as the columns of a CSVW schema, each tied to its element's IRI.

Two datasets can be joined where their columns have the same ``csvw:propertyUrl`` ("Metadata
Vocabulary for Tabular Data", section 5.6).
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.govopen.model import Element
from rdflib import CSVW, DCTERMS, RDF, SKOS, XSD, Graph, Literal, URIRef

from . import concepts
from .writing import add_text


def describe(g: Graph, dataset: dict[str, Any], ref: URIRef) -> None:
    """Describe the columns in their order; nothing for a dataset without elements."""
    rows = [row for row in dataset.get("elements") or () if row.get("name")]
    if not rows:
        return
    registered = _registered({row["element_code"] for row in rows if row.get("element_code")})
    schema = URIRef(f"{ref}#schema")
    g.add((ref, CSVW.tableSchema, schema))
    g.add((schema, RDF.type, CSVW.Schema))
    cells = [URIRef(f"{ref}#columns-{number}") for number in range(1, len(rows) + 1)]
    g.add((schema, CSVW.column, cells[0]))
    for number, row in enumerate(rows, start=1):
        column = _column(g, ref, number, row)
        _element(g, column, row, registered.get(row.get("element_code") or ""))
        rest = cells[number] if number < len(rows) else RDF.nil
        g.add((cells[number - 1], RDF.first, column))
        g.add((cells[number - 1], RDF.rest, rest))
        if row.get("is_key") in (True, "true", "True", "1"):
            g.add((schema, CSVW.primaryKey, Literal(_name(row, number))))


def _column(g: Graph, ref: URIRef, number: int, row: dict[str, Any]) -> URIRef:
    column = URIRef(f"{ref}#column-{number}")
    g.add((column, RDF.type, CSVW.Column))
    g.add((column, CSVW.name, Literal(_name(row, number))))
    add_text(g, column, CSVW.title, row["name"], "zh")
    add_text(g, column, DCTERMS.description, row.get("definition"), "zh")
    concepts.datatype(g, column, row)
    if row.get("nullable") in (False, "false", "False", "0"):
        g.add((column, CSVW.required, Literal(True)))
    return column


def _element(g: Graph, column: URIRef, row: dict[str, Any], found: Element | None) -> None:
    """Tie a column to its element, with the element's name in the registry."""
    if not row.get("element_code"):
        return
    code = found.code if found else row["element_code"]
    ref = concepts.element_ref(code)
    g.add((column, CSVW.propertyUrl, Literal(str(ref), datatype=XSD.anyURI)))
    g.add((column, DCTERMS.subject, ref))
    if (ref, RDF.type, SKOS.Concept) not in g:
        g.add((ref, RDF.type, SKOS.Concept))
        g.add((ref, SKOS.inScheme, concepts.element_scheme(g)))
        g.add((ref, SKOS.notation, Literal(code)))
        add_text(g, ref, SKOS.prefLabel, found.name if found else row["name"], "zh")


def _registered(codes: set[str]) -> dict[str, Element]:
    query = sa.select(Element).where(Element.code.in_(codes))
    return {row.code: row for row in model.Session.scalars(query)} if codes else {}


def _name(row: dict[str, Any], number: int) -> str:
    return row.get("mark") or f"column_{number}"
