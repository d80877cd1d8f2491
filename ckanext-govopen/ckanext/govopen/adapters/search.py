"""Search as CKAN knows it: a reader's words become our query, results get their snippets.

``before_search`` and ``after_search`` are called from the plugin's IPackageController;
``page_params`` makes the call of ``package_search`` for a search page out of a URL.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import ckan.plugins.toolkit as tk
import pysolr
from ckan.lib.search.common import make_connection
from ckanext.govopen import config
from ckanext.govopen.domain.search import conditions, highlight, query
from ckanext.govopen.domain.search.conditions import Conditions
from flask import has_request_context
from govopen_common.problem import Problem
from markupsafe import Markup, escape

from . import words
from .lexicon import PUBLIC, SolrLexicon

log = logging.getLogger(__name__)
TERMS, KNOWN = "govopen_terms", "govopen_known"
SNIPPETS = "govopen_snippets"
FACETS = (
    "theme", "industry", "service", "data_domain", "organization", "division_path", "res_format",
    "update_cycle", "share_type", "open_type", "govopen_grade", "has_api", "has_map",
)  # fmt: skip
# What a caller sets who brings a query of his own.
OWN_QUERY = ("defType", "qf", "mm", "bf", "boost")
NOTHING = "-*:*"  # a query that no dataset answers, for signs alone
_MARKDOWN = re.compile(r"[*_`#>\[\]|~]+|\(https?://[^)]*\)")


def before_search(params: dict[str, Any]) -> dict[str, Any]:
    """Turn plain words in ``q`` into our edismax query; leave Solr's own syntax as it is.

    ``sort`` may be one of the names of :data:`.conditions.SORTS`. The words to highlight are left
    in ``extras`` for :func:`after_search`.
    """
    if params.get("sort") in conditions.SORTS:
        params["sort"] = conditions.SORTS[params["sort"]]
    q = params.get("q")
    if not isinstance(q, str) or not q.strip() or query.is_advanced(q):
        return params
    if any(params.get(name) for name in OWN_QUERY):
        return params
    try:
        built = _build(q)
    except (pysolr.SolrError, OSError):
        log.exception("The index was not asked for its words; the search goes on as it is")
        return params
    if built is None:
        params["q"] = NOTHING
        return params
    params.update(built.params())
    extras = params.setdefault("extras", {})
    extras[TERMS], extras[KNOWN] = list(built.terms), built.known
    return params


def after_search(results: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
    """Add ``govopen_snippets`` (title and notes as safe HTML) to the datasets when
    ``ext_highlight`` asks, and ``govopen_known`` to the answer: False when a word that was typed
    is in no public dataset, so that "did you mean" is worth asking."""
    extras = params.get("extras") or {}
    if tk.asbool(extras.get("ext_highlight", False)):
        results[KNOWN] = extras.get(KNOWN, True)
        for dataset in results["results"]:
            dataset[SNIPPETS] = snippets(dataset, extras.get(TERMS) or [])
    return results


def snippets(dataset: dict[str, Any], terms: Iterable[str]) -> dict[str, Markup]:
    """Title and the part of the notes around the first match, with matches in ``<mark>``."""
    terms = list(terms)
    notes = " ".join(_MARKDOWN.sub(" ", str(dataset.get("notes") or "")).split())
    return {
        "title": _marked(highlight.pieces(str(dataset.get("title") or ""), terms)),
        "notes": _marked(highlight.pieces(notes, terms, highlight.WIDTH)),
    }


def page_params(
    pairs: Iterable[tuple[str, str]], rows: int
) -> tuple[dict[str, Any], Conditions, list[Problem]]:
    """What ``package_search`` needs for a search page, what was asked, and what was not understood.

    ``pairs`` are the parameters of the URL, ``rows`` the datasets of a page.
    """
    asked, problems = conditions.parse(pairs)
    data_dict = {
        "q": asked.q,
        "fq_list": asked.filters(),
        "sort": asked.sort,
        "rows": rows,
        "start": (asked.page - 1) * rows,
        "facet.field": list(FACETS),
        "include_private": True,
        "ext_highlight": "1",
    }
    return data_dict, asked, problems


def _build(q: str) -> query.SearchQuery | None:
    """The query for ``q``; a page that searches several times makes it once."""
    kept = tk.g.setdefault("govopen_queries", {}) if has_request_context() else {}
    if q not in kept:
        now = words.current()
        lexicon = _lexicon(config.solr_url())
        kept[q] = query.build(q, lexicon, now.synonyms, now.questions)
    return kept[q]


@cache
def _lexicon(solr_url: str) -> SolrLexicon:
    site = config.site_id().replace('"', "")
    return SolrLexicon(make_connection(decode_dates=False), [*PUBLIC, f'+site_id:"{site}"'])


def _marked(pieces: Iterable[highlight.Piece]) -> Markup:
    shown = (Markup("<mark>%s</mark>") % text if hit else escape(text) for text, hit in pieces)
    return Markup("").join(shown)
