"""The catalogue tree: all catalogues, and the page of one node with its classes and datasets."""

from __future__ import annotations

import base64
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.govopen.adapters import authority
from flask import Blueprint, Response, redirect

from ._paging import asked_part

catalogue = Blueprint("govopen_catalogue", __name__, url_prefix="/catalogue")
PAGE = 20
SCHEMES = ("theme", "industry", "service")


@catalogue.route("/")
@catalogue.route("", endpoint="index_plain")
def index() -> str:
    """Every catalogue by region and department, with the reader's counts."""
    nodes = _regions_first(tk.get_action("govopen_node_list")({}, {"level": "catalogue"}))
    below: dict[str | None, list[dict[str, Any]]] = {}
    for node in nodes:
        below.setdefault(node["parent_id"], []).append(node)
    user = tk.current_user.name if tk.current_user.is_authenticated else ""
    values = {
        "roots": below.get(None, []),
        "below": below,
        "total": len(nodes),
        "may_edit_all": authority.is_authority(user),
        "may_import": tk.h.check_access("govopen_node_import"),
        "may_review": authority.is_official(user),
    }
    return tk.render("govopen/catalogue/index.html", values)


@catalogue.route("/<code>")
def read(code: str) -> Any:
    """One node: what is above and below it, and the datasets in it that the reader may see."""
    node = show(code)
    if node["merged_into"]:
        return redirect(tk.url_for("govopen_catalogue.read", code=node["merged_into"]), 301)
    if code != node["code"]:
        return redirect(tk.url_for("govopen_catalogue.read", code=node["code"]), 301)
    part = asked_part(PAGE)
    found = tk.get_action("package_search")(
        {},
        {
            "q": "*:*", "fq": f"catalogue_path:\"{node['id']}\" -govopen_status:withdrawn",
            "rows": part.size, "start": part.offset, "include_private": True,
            "sort": "pub_date desc, metadata_created desc", "facet": "false",
        },
    )  # fmt: skip
    classes = {
        scheme: [each for each in node["children"] if each["scheme"] == scheme]
        for scheme in SCHEMES
    }

    def page_url(number: int) -> str:
        return str(tk.h.url_for("govopen_catalogue.read", code=node["code"], page=number))

    values = {
        "node": node,
        "catalogues": _regions_first(
            [each for each in node["children"] if each["level"] == "catalogue"]
        ),
        "classes": {scheme: nodes for scheme, nodes in classes.items() if nodes},
        "found": found,
        **part.values(found["count"], page_url),
        "tasks": tasks(node),
    }
    return tk.render("govopen/catalogue/read.html", values)


@catalogue.route("/export")
@catalogue.route("/<code>/export")
def export(code: str | None = None) -> Any:
    """The tree, or a part of it, as Excel or CSV."""
    wanted = {"id": code or "", "format": tk.request.args.get("format", "xlsx")}
    try:
        made = tk.get_action("govopen_node_export")({}, wanted)
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Catalogue node not found: {}").format(code))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("You do not keep this part of the catalogue"))
    except tk.ValidationError as error:
        return tk.abort(400, str(error.error_summary))
    if "content" not in made:
        return tk.abort(400)
    headers = {"Content-Disposition": f"attachment; filename={made['name']}"}
    content = base64.b64decode(made["content"])
    return Response(content, mimetype=made["mimetype"], headers=headers)


def show(code: str) -> dict[str, Any]:
    """The node of this code or id, or the page that says there is none."""
    try:
        return dict(tk.get_action("govopen_node_show")({}, {"id": code}))
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Catalogue node not found: {}").format(code))


def tasks(node: dict[str, Any]) -> list[str]:
    """What the reader may do with a node."""
    reference = {"id": node["id"]}
    if node["state"] == "retired":
        return ["restore"] if tk.h.check_access("govopen_node_restore", reference) else []
    possible = {
        "add": tk.h.check_access("govopen_node_create", {"parent": node["id"]}),
        "edit": tk.h.check_access("govopen_node_update", reference),
        "move": tk.h.check_access("govopen_node_move", reference) and not node["org_id"],
        "merge": tk.h.check_access("govopen_node_merge", reference),
        "retire": tk.h.check_access("govopen_node_retire", reference),
    }
    return [task for task, allowed in possible.items() if allowed]


def _regions_first(catalogues: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(catalogues, key=lambda node: node["scheme"] != "region")
