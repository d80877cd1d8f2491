"""Suggestions and "did you mean", made only of what a search by this reader returns.

Both go through ``package_search`` with the reader's context, so its permission labels apply to the
titles and to the counted words alike.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.govopen.domain.search import query, suggest
from ckanext.govopen.domain.search.normal import normalise
from ckanext.govopen.domain.search.suggest import Kind, Word

LIMIT = 8
LOOKED_AT = 30  # datasets whose titles are looked at
COUNTED: dict[str, Kind] = {
    "organization": "department",
    "element_names": "element",
    "tags": "tag",
}
MAX_TYPED = 50


def suggest_words(context: Context, typed: str, limit: int = LIMIT) -> list[dict[str, Any]]:
    """Suggestions for what is being typed: ``text``, ``kind`` (dataset, element, department or
    tag), ``name`` (of the dataset or organization) and ``count``, best first."""
    typed = normalise(typed)[:MAX_TYPED]
    if not typed or query.is_advanced(typed):
        return []
    found = suggest.rank(typed, _vocabulary(context, typed), limit)
    return [{"text": w.text, "kind": w.kind, "name": w.name, "count": w.count} for w in found]


def did_you_mean(context: Context, typed: str) -> str | None:
    """``typed`` with the one word put right that the reader's datasets write otherwise, or None."""
    text = normalise(typed)
    if not text or query.is_advanced(text):
        return None
    known: list[str] | None = None
    parts = text.split()
    for index, part in enumerate(parts):
        if len(part) < 3:
            continue
        if known is None or len(parts) > 1:
            known = [word.text for word in _vocabulary(context, part)]
        better = suggest.did_you_mean(part, known)
        if better:
            return " ".join([*parts[:index], better, *parts[index + 1 :]])
    return None


def _vocabulary(context: Context, typed: str) -> list[Word]:
    """Titles of the first datasets found, and the departments, elements and tags of all found."""
    asked = {
        "q": typed,
        "rows": LOOKED_AT,
        "fl": ["name", "title"],
        "facet.field": list(COUNTED),
        "facet.limit": 200,
        "include_private": True,
    }
    found = tk.get_action("package_search")(context, asked)
    words = [Word(d.get("title") or d["name"], "dataset", 1, d["name"]) for d in found["results"]]
    for name, kind in COUNTED.items():
        items = found["search_facets"].get(name, {}).get("items", [])
        words += [Word(i["display_name"], kind, i["count"], i["name"]) for i in items]
    return words
