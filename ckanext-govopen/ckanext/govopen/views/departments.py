"""Departments: all of them by region, and the page of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.govopen import config
from ckanext.govopen.adapters import departments as known
from ckanext.govopen.adapters import vocabularies
from flask import Blueprint

departments = Blueprint("govopen_departments", __name__)
NEWEST = 8


@dataclass
class Branch:
    """A department with its count of datasets and what stands below it in the same region."""

    department: known.Department
    count: int
    below: list[Branch] = field(default_factory=list)


@departments.route("/organization/")
def index() -> str:
    """Departments grouped by region, children below their parents, with the reader's counts."""
    counts = _search("organization")["facets"]["organization"]
    words = tk.request.args.get("q", "").strip()
    listed = [one for one in known.all_departments() if not words or one.answers(words)]
    values = {"regions": _regions(listed, counts), "q": words, "total": len(listed)}
    return tk.render("govopen/departments.html", values)


@departments.route("/organization/<id>")
def read(id: str) -> Any:
    """A department: who it is, its catalogue, and its datasets by theme."""
    asked = {"id": id, "include_users": False, "include_followers": False}
    try:
        organization = tk.get_action("organization_show")({}, asked)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("Organization not found"))
    if id == organization["id"] and id != organization["name"]:
        return tk.redirect_to("organization.read", id=organization["name"])
    family = known.family(organization)
    found = _search("theme", "res_format", "has_api", owner=organization["id"], rows=NEWEST)
    values = {
        "organization": organization,
        "parent": family.parent,
        "children": family.children,
        "node": known.catalogue_code(organization["id"]),
        "found": found,
        "themes": _themes(found["facets"]["theme"]),
    }
    return tk.render("govopen/department.html", values)


def _search(*facets: str, owner: str = "", rows: int = 0) -> dict[str, Any]:
    """Datasets of one department, or of all, that this reader may see."""
    query = {
        "q": "*:*",
        "fq": "dataset_type:dataset -govopen_status:withdrawn"
        + (f' owner_org:"{owner}"' if owner else ""),
        "rows": rows,
        "sort": "pub_date desc, metadata_created desc",
        "facet.field": list(facets),
        "facet.limit": -1,
        "include_private": True,
    }
    return dict(tk.get_action("package_search")({}, query))


def _themes(counts: dict[str, int]) -> list[dict[str, Any]]:
    concepts = vocabularies.vocabulary("theme").children()
    return [
        {"code": one.code, "label": one.label(tk.h.lang()), "count": counts[one.code]}
        for one in concepts
        if counts.get(one.code)
    ]


def _regions(listed: list[known.Department], counts: dict[str, int]) -> list[dict[str, Any]]:
    """The province, then its cities: ``name``, ``code``, ``branches`` and ``count`` of each."""
    grouped: dict[str, list[known.Department]] = {}
    for department in listed:
        grouped.setdefault(_region(department.division_code), []).append(department)
    regions = []
    for code in sorted(grouped, key=lambda one: (one == "", one != config.province(), one)):
        name = tk.h.govopen_division(code) if code else tk._("Region not given")
        branches = _branches(grouped[code], counts)
        members = len(grouped[code])
        regions.append({"code": code, "name": name, "branches": branches, "count": members})
    return regions


def _region(code: str) -> str:
    """The province or the city below it in which a division lies."""
    path = vocabularies.divisions().path(code)
    return path[min(1, len(path) - 1)] if path else ""


def _branches(members: list[known.Department], counts: dict[str, int]) -> list[Branch]:
    """The departments of a region as trees; a parent in another region does not count."""
    branches = {one.name: Branch(one, counts.get(one.name, 0)) for one in members}
    tops = []
    for one in members:
        above = branches.get(one.parent)
        (above.below if above and one.parent != one.name else tops).append(branches[one.name])
    return tops
