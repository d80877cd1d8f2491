"""Lines of fragments as a document: a page of the catalogue, or one graph."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.dcat.utils import CONTENT_TYPES
from ckanext.prov.dcat import building
from ckanext.prov.domain import fragment, turtle
from ckanext.prov.domain.shape import PREFIXES
from ckanext.prov.fragments import reading
from ckanext.prov.fragments.listing import Listed
from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef

from . import asking
from .asking import Found

DEFAULT = "xml"
HYDRA = Namespace(PREFIXES["hydra"])
LINKS = ("first", "previous", "next", "last")


def page(found: Found, extension: str | None) -> str:
    """A page of the catalogue. Raises ValidationError for a form that is not there."""
    extension = _known(extension)
    head, _ = building.root()
    if found.count:
        _add_paging(head, found, asking.links(found, extension))
    if extension == "jsonld":
        return document(fragment.merged([*fragment.nodes(head), *_lines(found.rows, "jsonld")]))
    lines = {*turtle.lines(fragment.triples(head)), *_lines(found.rows, "nt")}
    return _from_triples(sorted(lines), extension)


def serialize(g: Graph, extension: str | None) -> str:
    """A graph as ``ttl``, ``jsonld``, ``rdf``, ``xml`` or ``n3``. Raises ValidationError."""
    extension = _known(extension)
    if extension == "jsonld":
        return document([json.loads(node) for node in fragment.nodes(g)])
    return _from_triples(turtle.lines(fragment.triples(g)), extension)


def document(nodes: Sequence[dict[str, Any]]) -> str:
    """JSON-LD with its context."""
    return json.dumps({"@context": fragment.context(), "@graph": nodes}, ensure_ascii=False)


def _lines(rows: Sequence[Listed], form: reading.Form) -> list[str]:
    """Own and shared lines of the fragments of ``rows``."""
    return [line for part in reading.parts(rows, form) for line in turtle.lines("".join(part))]


def _from_triples(lines: Iterable[str], extension: str) -> str:
    if extension == "ttl":
        return turtle.prefixes() + "\n".join(turtle.subjects(lines))
    g = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        g.bind(prefix, namespace)
    g.parse(data="\n".join(lines) + "\n", format="nt")
    # Plain XML, not "pretty": that one drops the IRIs of list nodes.
    return g.serialize(format="n3" if extension == "n3" else "xml")


def _known(extension: str | None) -> str:
    extension = extension or DEFAULT
    if extension not in CONTENT_TYPES:
        raise tk.ValidationError({"format": [tk._("Unknown RDF format: {}").format(extension)]})
    return extension


def _add_paging(g: Graph, found: Found, links: dict[str, str]) -> None:
    node = URIRef(links["current"])
    g.add((node, RDF.type, HYDRA.PagedCollection))
    for name in LINKS:
        if name in links:
            g.add((node, HYDRA[name], URIRef(links[name])))
    for name, number in (("totalItems", found.count), ("itemsPerPage", found.size)):
        g.add((node, HYDRA[name], Literal(number, datatype=XSD.integer)))
