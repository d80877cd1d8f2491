"""Small steps that the parts of a graph share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

from rdflib import FOAF, RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

_SAFE = "!#$%&'()*+,/:;=?@[]~"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def web_address(text: str | None) -> URIRef | None:
    """An absolute http(s) address as an IRI that serializes, or None."""
    text = (text or "").strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return URIRef(quote(text, safe=_SAFE))


def add_text(g: Graph, subject: Node, predicate: URIRef, text: str | None, lang: str) -> None:
    """Add a text with its language unless it is empty."""
    if text and text.strip():
        g.add((subject, predicate, Literal(text.strip(), lang=lang)))


def add_date(g: Graph, subject: Node, predicate: URIRef, text: str | None) -> None:
    """Add an ISO date (what follows the day is left out) unless it is missing or not one."""
    found = _DATE.match(text or "")
    if not found:
        return
    try:
        date.fromisoformat(found.group())
    except ValueError:
        return
    g.add((subject, predicate, Literal(found.group(), datatype=XSD.date)))


def add_typed(
    g: Graph, subject: Node, predicate: URIRef, value: URIRef | None, kind: URIRef
) -> None:
    """Add a link and say of which class its target is; nothing for None."""
    if value is not None:
        g.add((subject, predicate, value))
        g.add((value, RDF.type, kind))


def add_page(g: Graph, subject: Node, predicate: URIRef, text: str | None) -> None:
    """Add a link to a document when ``text`` is a web address."""
    add_typed(g, subject, predicate, web_address(text), FOAF.Document)


def add_resource(g: Graph, subject: Node, predicate: URIRef, value: URIRef | None) -> None:
    """Add a link to anything on the web."""
    add_typed(g, subject, predicate, value, RDFS.Resource)


def bounding_box(geojson: object) -> str | None:
    """The bounding box of a GeoJSON geometry as WKT (longitude first), or None."""
    try:
        shape = json.loads(geojson) if isinstance(geojson, str) else geojson
        points = list(_points(shape["coordinates"]))  # type: ignore[index]
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
    except (KeyError, TypeError, ValueError):
        return None
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return f"POLYGON(({','.join(f'{x:g} {y:g}' for x, y in ring)}))"


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], (int, float)):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from _points(part)
