"""The home page, the guide to the API, the standards and the map of the site."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError
from ckanext.govopen import config
from ckanext.govopen.adapters import vocabularies
from flask import Blueprint

LISTED = 6  # datasets in each of the two lists
DEPARTMENTS = 12
FACETS = ["theme", "organization", "division_path"]
FIGURES = ["file_count", "api_count", "element_codes"]
HOT_TAGS = 6

pages = Blueprint("govopen_pages", __name__)


@pages.route("/")
def index() -> str:
    """The home page: two searches with the reader's own permissions, nothing else is asked."""
    newest = _search("pub_date desc, metadata_created desc", [*FACETS, *FIGURES])
    most_used = _search("usage desc, metadata_modified desc", ["tags"], limit=2 * HOT_TAGS)
    facets = newest["facets"]
    values = {
        "datasets": newest["count"],
        "files": _total(facets["file_count"]),
        "apis": _total(facets["api_count"]),
        "elements": len(facets["element_codes"]),
        "themes": _themes(facets["theme"]),
        "regions": _regions(facets["division_path"]),
        "departments": departments_of(newest),
        "hot": hot(most_used["facets"]["tags"], most_used["count"]),
        "newest": newest["results"],
        "most_used": most_used["results"],
        "shown_departments": DEPARTMENTS,
    }
    return tk.render("govopen/home.html", values)


@pages.route("/api-guide")
def api_guide() -> str:
    """How programs search, read and link to the catalogue, with an example that works here."""
    example = _search(sort="usage desc, metadata_modified desc")["results"][:1]
    return tk.render("govopen/api_guide.html", {"example": example[0] if example else None})


@pages.route("/standards")
def standards() -> str:
    """The vocabularies of the catalogue and where each comes from."""
    shelf = [vocabularies.vocabulary(name) for name in vocabularies.names()]
    return tk.render("govopen/standards.html", {"vocabularies": shelf})


@pages.route("/sitemap")
def sitemap() -> str:
    """Every page of the portal that is not a dataset's, with the reader's themes and regions."""
    found = _search(facets=FACETS)
    values = {
        "themes": _themes(found["facets"]["theme"]),
        "regions": _regions(found["facets"]["division_path"]),
        "departments": departments_of(found),
    }
    return tk.render("govopen/sitemap.html", values)


def _search(sort: str = "", facets: list[str] | None = None, limit: int = -1) -> dict[str, Any]:
    """Datasets this reader may see; no result and no facet when the index does not answer.

    ``limit`` is how many values of each facet are counted, all when -1.
    """
    fields = facets or []
    query = {
        "q": "*:*",
        "fq": "dataset_type:dataset -govopen_status:withdrawn",
        "rows": LISTED,
        "sort": sort,
        "facet": bool(fields),
        "facet.field": fields,
        "facet.limit": limit,
        "include_private": True,
    }
    try:
        return dict(tk.get_action("package_search")({}, query))
    except SearchError:
        empty: dict[str, Any] = {field: {} for field in fields}
        return {"count": 0, "results": [], "facets": empty, "search_facets": {}}


def _themes(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Themes that have datasets, in the vocabulary's order."""
    concepts = vocabularies.vocabulary("theme").children()
    label = tk.h.lang()
    return [
        {"code": concept.code, "label": concept.label(label), "count": counts[concept.code]}
        for concept in concepts
        if counts.get(concept.code)
    ]


def _regions(counts: dict[str, int]) -> list[dict[str, Any]]:
    """The province and the divisions directly below it that have datasets."""
    divisions = vocabularies.divisions()
    province = divisions.get(config.province())
    if province is None:
        return []
    found = [province, *divisions.children(province.code)]
    return [
        {"code": one.code, "name": one.name, "count": counts[one.code]}
        for one in found
        if counts.get(one.code)
    ]


def departments_of(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Departments with datasets, the largest first: ``name``, ``display_name``, ``count``."""
    items = found["search_facets"].get("organization", {}).get("items", [])
    return sorted(items, key=lambda item: (-item["count"], item["display_name"]))


def _total(counts: dict[str, int]) -> int:
    """The sum of a counted number over all datasets, out of the facet on it."""
    return sum(int(number) * datasets for number, datasets in counts.items())


def hot(counts: dict[str, int], datasets: int) -> list[str]:
    """The tags to search by, the commonest first; one of most datasets would narrow nothing."""
    return _most({tag: n for tag, n in counts.items() if 2 * n <= datasets})[:HOT_TAGS]


def _most(counts: dict[str, int]) -> list[str]:
    return sorted(counts, key=lambda word: (-counts[word], word))
