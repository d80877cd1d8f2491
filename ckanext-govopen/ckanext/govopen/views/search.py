"""The search page with its combined conditions, and the suggestions of the search boxes."""

from __future__ import annotations

from functools import partial
from math import ceil
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError, SearchQueryError
from ckanext.govopen import config
from ckanext.govopen.adapters import search as searching
from ckanext.govopen.adapters import suggest as suggesting
from ckanext.govopen.domain.search.conditions import FACETS, MAX_PAGE, Conditions
from flask import Blueprint, Response, jsonify

from . import search_conditions

search = Blueprint("govopen_search", __name__)

CURRENT = "-govopen_status:withdrawn"  # unless the reader asks for a status
FACET_LIMIT = 200
PAGES = {"dataset": "dataset.read", "department": "organization.read"}


@search.route("/dataset/")
def index() -> str:
    """Datasets that meet all conditions of the address, with the counts for narrowing them."""
    rows = config.datasets_per_page()
    params, asked, problems = searching.page_params(tk.request.args.items(multi=True), rows)
    found = _search(params, asked)
    counts = dict(found["search_facets"])
    for name in asked.facets:
        counts[FACETS[name]] = _alternatives(asked, name)
    pages = min(MAX_PAGE, ceil(found["count"] / rows))
    values = {
        "asked": asked,
        "problems": [problem.text(tk.h.lang()) for problem in problems],
        "found": found,
        "pages": pages,
        "groups": search_conditions.groups(asked, counts),
        "active": search_conditions.active(asked),
        "sorts": search_conditions.sorts(asked),
        "meant": _meant(asked, found["count"]),
        "page_url": partial(search_conditions.address, asked),
        "keep": [pair for pair in asked.pairs() if pair[0] not in ("q", "page")],
    }
    return tk.render("govopen/search.html", values)


@search.route("/api/govopen/suggest")
def suggest() -> Response:
    """Suggestions for ``?q=``: ``{"suggestions": [{text, kind, label, url}]}``, best first."""
    try:
        words = suggesting.suggest_words({}, tk.request.args.get("q", ""))
    except SearchError:
        words = []
    return jsonify(suggestions=[_suggestion(word) for word in words])


def _search(params: dict[str, Any], asked: Conditions) -> dict[str, Any]:
    filters = params["fq_list"] + ([] if "status" in asked.facets else [CURRENT])
    query = {
        **params,
        "fq": "+dataset_type:dataset",
        "fq_list": filters,
        "facet.limit": FACET_LIMIT,
    }
    try:
        return dict(tk.get_action("package_search")({}, query))
    except SearchQueryError as error:
        return tk.abort(400, str(error))


def _alternatives(asked: Conditions, name: str) -> dict[str, Any]:
    """Counts of a condition's other values, as if none of it had been chosen."""
    without = asked.without(name)
    params, _, _ = searching.page_params(without.pairs(), 0)
    params["facet.field"] = [FACETS[name]]
    return dict(_search(params, asked)["search_facets"].get(FACETS[name], {}))


def _meant(asked: Conditions, count: int) -> dict[str, str] | None:
    """What the reader may have meant, when the words found nothing."""
    if count or not asked.q:
        return None
    better = suggesting.did_you_mean({}, asked.q)
    return {"text": better, "url": tk.url_for("dataset.search", q=better)} if better else None


def _suggestion(word: dict[str, Any]) -> dict[str, str]:
    """A suggestion as the search box shows it; ``url`` is where choosing it leads."""
    kind, name = word["kind"], word["name"]
    labels = {
        "dataset": tk._("Dataset"),
        "department": tk._("Department"),
        "element": tk._("Data element"),
        "tag": tk._("Tag"),
    }
    if kind in PAGES:
        url = tk.url_for(PAGES[kind], id=name)
    else:
        url = tk.url_for("dataset.search", **{kind: name})
    return {"text": word["text"], "kind": kind, "label": labels.get(kind, ""), "url": url}
