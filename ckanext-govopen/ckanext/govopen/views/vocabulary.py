"""IRIs of vocabularies, concepts, divisions and data elements resolve: a page, or RDF.

The page of a data element is :mod:`.element`'s.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.govopen import config
from ckanext.govopen.adapters import vocabularies
from ckanext.govopen.dcat import concepts
from ckanext.govopen.domain.vocabulary import Vocabulary
from flask import Blueprint, redirect

from ._linked import ENDING, answer

vocabulary = Blueprint("govopen_vocabulary", __name__)


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
    return answer(
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
    return answer(
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
    return answer(
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
    return answer(fmt, lambda g: concepts.element(g, shown))


def _vocabulary(name: str) -> Vocabulary:
    if name not in vocabularies.names():
        tk.abort(404, tk._("Vocabulary not found"))
    return vocabularies.vocabulary(name)
