"""Data elements of a dataset as the columns of a CSVW schema, each tied to its element's IRI.

Two datasets can be joined where their columns have the same ``csvw:propertyUrl`` ("Metadata
Vocabulary for Tabular Data", section 5.6).
"""

from __future__ import annotations

from typing import Any

from rdflib import CSVW, DCTERMS, RDF, SKOS, XSD, Graph, Literal, URIRef

from . import concepts
from .writing import add_text


def describe(g: Graph, dataset: dict[str, Any], ref: URIRef) -> None:
    """Describe the columns in their order; nothing for a dataset without elements."""
    rows = [row for row in dataset.get("elements") or () if row.get("name")]
    if not rows:
        return
    schema = URIRef(f"{ref}#schema")
    g.add((ref, CSVW.tableSchema, schema))
    g.add((schema, RDF.type, CSVW.Schema))
    cells = [URIRef(f"{ref}#columns-{number}") for number in range(1, len(rows) + 1)]
    g.add((schema, CSVW.column, cells[0]))
    for number, row in enumerate(rows, start=1):
        column = _column(g, ref, number, row)
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
    if row.get("element_code"):
        element = concepts.element_ref(row["element_code"])
        g.add((column, CSVW.propertyUrl, Literal(str(element), datatype=XSD.anyURI)))
        g.add((column, DCTERMS.subject, element))
        g.add((element, RDF.type, SKOS.Concept))
        g.add((element, SKOS.inScheme, concepts.element_scheme(g)))
        add_text(g, element, SKOS.prefLabel, row["name"], "zh")
        g.add((element, SKOS.notation, Literal(row["element_code"])))
    return column


def _name(row: dict[str, Any], number: int) -> str:
    return row.get("mark") or f"column_{number}"
