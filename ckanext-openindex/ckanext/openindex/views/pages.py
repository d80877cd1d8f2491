"""Public pages: the whole, one dataset, department or division, and the methodology."""

from __future__ import annotations

from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckanext.openindex import config
from flask import Blueprint, Response, request, send_file

from . import page_parts
from .page_parts import ask

pages = Blueprint("openindex_pages", __name__)

KINDS: Final = {
    "": ("province",),
    "dataset": ("dataset",),
    "organization": ("department",),
    "division": ("county", "city"),
}
"""What an address of a kind may lead to."""
ROWS: Final = 20
"""Rows of the ranking on one page."""


@pages.route("/openindex")
def front() -> str:
    """The whole at a glance. 404 for a version of the methodology, or an order, that is unknown."""
    version = request.args.get("version", "")
    try:
        wanted = _wanted()
        values = {
            **page_parts.method(version),
            "divisions": page_parts.divisions(ask("openindex_node_list", version=version)),
            "ranking": ask("openindex_ranking", version=version, limit=ROWS, **wanted),
            "wanted": wanted,
            "rows": ROWS,
            "boundaries": config.boundaries() is not None,
        }
        values |= _figures(version)
    except (tk.ObjectNotFound, tk.ValidationError):
        return _nothing()
    return tk.render("openindex/front.html", values)


@pages.route("/openindex/province", defaults={"kind": "", "id": ""})
@pages.route("/openindex/<any(organization, division, dataset):kind>/<id>")
def subject(kind: str, id: str) -> str:
    """One department, division or dataset, or the whole, down to the evidence; 404 alike for what
    is unknown and what is hidden."""
    given = {"kind": kind, "id": id, "version": request.args.get("version", "")}
    try:
        found = ask("openindex_show", **given)
        if found["kind"] not in KINDS[kind]:
            return _nothing()
        values = {
            **page_parts.method(given["version"]),
            "found": found,
            "kind": kind,
            "versions": page_parts.versions(found, kind),
            "history": page_parts.curve(ask("openindex_history", **given)),
            "advice": ask("openindex_advice", **given, limit=5)["results"],
            "why": ask("openindex_explain", **given),
            "costly": _costly(given),
        }
    except (tk.ObjectNotFound, tk.ValidationError):
        return _nothing()
    return tk.render("openindex/subject.html", values)


@pages.route("/openindex/methodology")
@pages.route("/openindex/methodology/<version>")
def methodology(version: str = "") -> str:
    """How the index is computed, made from the methodology itself."""
    try:
        said = ask("openindex_methodology_show", version=version)
    except tk.ObjectNotFound:
        return _nothing()
    return tk.render("openindex/methodology.html", {"said": said})


@pages.route("/openindex/boundaries.json")
def boundaries() -> Response:
    """The administrator's file of boundaries, as it is; 404 without one."""
    path = config.boundaries()
    if path is None:
        return tk.abort(404, tk._("The index knows nothing of this."))
    return send_file(path, mimetype="application/geo+json", conditional=True)


def _figures(version: str) -> dict[str, Any]:
    """What the front page tells of the whole; without a computation, that there is none."""
    try:
        found = ask("openindex_show", version=version)
    except tk.ObjectNotFound:
        return {"found": None}
    lists = {
        order: ask("openindex_dataset_list", order=order, limit=5, version=version)["results"]
        for order in ("hottest", "newest")
    }
    lists["hottest"] = [one for one in lists["hottest"] if one["uses_30"]]
    return {
        "found": found,
        "versions": page_parts.versions(found),
        "history": page_parts.curve(ask("openindex_history", version=version)),
        "advice": ask("openindex_advice", version=version, limit=5)["results"],
        **lists,
    }


def _wanted() -> dict[str, Any]:
    """What the ranking is asked for, from the address."""
    given = request.args
    page = tk.h.get_page_number(given)
    return {
        "level": given.get("level", "department"),
        "q": given.get("q", "")[:100],
        "within": given.get("within", ""),
        "sort": given.get("sort", "score"),
        "ascending": given.get("ascending", "") == "true",
        "offset": min((page - 1) * ROWS, 2**31 - 1),
    }


def _costly(given: dict[str, Any]) -> list[dict[str, Any]]:
    if given["kind"] == "dataset":
        return []
    return ask("openindex_dataset_list", **given, order="costly", limit=10)["results"]


def _nothing() -> Any:
    return tk.abort(404, tk._("The index knows nothing of this."))
