"""What an IRI of ours leads to: its page, or the same as RDF.

The extension of the address decides (``.ttl``, ``.jsonld``, ``.rdf``), and without one the
``Accept`` header ("Cool URIs for the Semantic Web", section 4.1, without the redirect).
"""

from __future__ import annotations

from collections.abc import Callable

from ckanext.dcat.utils import CONTENT_TYPES
from ckanext.prov.catalogue.writing import serialize
from flask import Response, make_response, request
from rdflib import Graph

FORMATS = ("ttl", "jsonld", "rdf")
HTML = "text/html"
ENDING = "<any(ttl, jsonld, rdf):fmt>"


def answer(
    fmt: str, describe: Callable[[Graph], object], page: Callable[[], str] = str
) -> Response:
    """The thing in the format ``fmt``, or as the request accepts it when that is empty.

    ``describe`` adds it to a graph, ``page`` renders it for people.
    """
    kinds = {CONTENT_TYPES[ending]: ending for ending in FORMATS}
    if not fmt:
        wanted = request.accept_mimetypes.best_match([HTML, *kinds], default=HTML)
        fmt = kinds.get(wanted, "")
    if fmt:
        g = Graph()
        describe(g)
        response = make_response(serialize(g, fmt))
        response.headers["Content-Type"] = f"{CONTENT_TYPES[fmt]}; charset=utf-8"
    else:
        response = make_response(page())
    response.vary.add("Accept")
    return response
