"""IRIs of vocabularies, concepts, divisions and data elements resolve: a page, or RDF.

The extension of the address decides (``.ttl``, ``.jsonld``, ``.rdf``), and without one the
``Accept`` header ("Cool URIs for the Semantic Web", section 4.1, without the redirect).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.dcat.utils import CONTENT_TYPES
from ckanext.govopen import config
from ckanext.govopen.adapters import vocabularies
from ckanext.govopen.dcat import concepts
from ckanext.govopen.domain.vocabulary import Vocabulary
from ckanext.prov.catalogue.writing import serialize
from flask import Blueprint, Response, make_response, redirect, request
from rdflib import Graph

vocabulary = Blueprint("govopen_vocabulary", __name__)

FORMATS = ("ttl", "jsonld", "rdf")
HTML = "text/html"
ENDING = "<any(ttl, jsonld, rdf):fmt>"


@vocabulary.route("/vocabulary")
@vocabulary.route("/vocabulary/", endpoint="index_slash")
def index() -> Any:
    """All vocabularies stand on the page of standards."""
    return redirect(tk.url_for("govopen_pages.standards"))


@vocabulary.route("/vocabulary/<name>")
@vocabulary.route(f"/vocabulary/<name>.{ENDING}", endpoint="read_as")
def read(name: str, fmt: str = "") -> Any:
    """A vocabulary with all its concepts."""
    found = _vocabulary(name)
    return _answer(
        fmt,
        lambda g: concepts.whole(g, found.name),
        lambda: tk.render(
            "govopen/vocabulary/read.html",
            {"vocabulary": found, "iri": found.iri(config.vocabulary_base())},
        ),
    )


@vocabulary.route("/vocabulary/<name>/<code>")
@vocabulary.route(f"/vocabulary/<name>/<code>.{ENDING}", endpoint="concept_as")
def concept(name: str, code: str, fmt: str = "") -> Any:
    """One concept with what is above and below it."""
    found = _vocabulary(name)
    entry = found.get(code)
    if entry is None:
        tk.abort(404, tk._("Concept not found"))
    values = {
        "vocabulary": found,
        "concept": entry,
        "broader": found.get(entry.parent or ""),
        "narrower": found.children(entry.code),
        "iri": entry.iri(config.vocabulary_base()),
    }
    return _answer(
        fmt,
        lambda g: concepts.concept(g, found.name, entry.code),
        lambda: tk.render("govopen/vocabulary/concept.html", values),
    )


@vocabulary.route("/vocabulary/division/<code>")
@vocabulary.route(f"/vocabulary/division/<code>.{ENDING}", endpoint="division_as")
def division(code: str, fmt: str = "") -> Any:
    """An administrative division with those above and below it."""
    divisions = vocabularies.divisions()
    found = divisions.get(code)
    if found is None:
        tk.abort(404, tk._("Division not found"))
    values = {
        "division": found,
        "path": divisions.ancestors(code),
        "below": divisions.children(code),
        "iri": str(concepts.division_ref(code)),
    }
    return _answer(
        fmt,
        lambda g: concepts.division(g, code),
        lambda: tk.render("govopen/vocabulary/division.html", values),
    )


@vocabulary.route(f"/element/<code>.{ENDING}")
def element(code: str, fmt: str) -> Any:
    """A data element as RDF, for readers who may know of it."""
    try:
        shown = tk.get_action("govopen_element_show")({}, {"id": code})
    except tk.ObjectNotFound:
        tk.abort(404, tk._("Data element not found: {}").format(code))
    return _answer(fmt, lambda g: concepts.element(g, shown), str)


def _vocabulary(name: str) -> Vocabulary:
    if name not in vocabularies.names():
        tk.abort(404, tk._("Vocabulary not found"))
    return vocabularies.vocabulary(name)


def _answer(fmt: str, describe: Callable[[Graph], object], page: Callable[[], str]) -> Response:
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
