"""Forms of the catalogue tree: add, rename, move, merge, retire, restore, import."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.govopen import config
from ckanext.govopen.adapters import vocabularies
from ckanext.govopen.domain.tree import SCHEMES
from markupsafe import escape

from .catalogue import catalogue, show

ACTIONS = {
    "add": "govopen_node_create",
    "edit": "govopen_node_update",
    "move": "govopen_node_move",
    "merge": "govopen_node_merge",
    "retire": "govopen_node_retire",
    "restore": "govopen_node_restore",
}


@catalogue.route(
    "/<code>/<any(add, edit, move, merge, retire, restore):task>", methods=["GET", "POST"]
)
def form(code: str, task: str) -> Any:
    """Ask for what an edit needs, do it, and go to the node it leads to."""
    node = show(code)
    reference = {"parent": node["id"]} if task == "add" else {"id": node["id"]}
    try:
        tk.check_access(ACTIONS[task], {}, reference)
    except tk.NotAuthorized as refused:
        return tk.abort(403, str(refused))
    given, errors = dict(node), {}
    if task != "edit":
        given = {}
    if tk.request.method == "POST":
        given = _sent(task)
        try:
            done = tk.get_action(ACTIONS[task])({}, {**given, **reference})
        except tk.ValidationError as error:
            errors = error.error_dict
        except tk.NotAuthorized as refused:
            errors = {"id": [str(refused)]}
        else:
            tk.h.flash_success(_done(task, done))
            return tk.redirect_to("govopen_catalogue.read", code=done["code"])
    values = {"node": node, "task": task, "given": given, "errors": errors, **_choices(node, task)}
    return tk.render(f"govopen/catalogue/{task}.html", values)


@catalogue.route("/import", methods=["GET", "POST"])
def import_() -> Any:
    """Send a file of nodes; its problems come back as a table."""
    try:
        tk.check_access("govopen_node_import", {})
    except tk.NotAuthorized as refused:
        return tk.abort(403, str(refused))
    report, errors = None, {}
    if tk.request.method == "POST":
        upload = tk.request.files.get("upload")
        sent = {"upload": upload or "", "partial": "partial" in tk.request.form}
        try:
            report = tk.get_action("govopen_node_import")({}, sent)
        except tk.ValidationError as error:
            errors = error.error_dict
    return tk.render("govopen/catalogue/import.html", {"report": report, "errors": errors})


def _sent(task: str) -> dict[str, Any]:
    """The form's fields; the kind of a new node says its level and scheme."""
    sent = tk.request.form.to_dict()
    for name in ("id", config.csrf_field()):
        sent.pop(name, None)
    if task == "add":
        levels = {scheme: level for level, schemes in SCHEMES.items() for scheme in schemes}
        sent |= {"scheme": sent.get("kind", ""), "level": levels.get(sent.get("kind", ""), "")}
    return sent


def _choices(node: dict[str, Any], task: str) -> dict[str, Any]:
    """What the selects of a form offer."""
    if task == "add":
        schemes = [s for level, all_ in SCHEMES.items() for s in all_ if _fits(node, level, s)]
        concepts = [
            (scheme, vocabularies.vocabulary(scheme).children())
            for scheme in SCHEMES["subcatalogue"]
            if scheme in schemes
        ]
        return {"schemes": schemes, "concepts": concepts}
    if task in ("move", "merge"):
        same_level = task == "merge" or node["level"] == "catalogue"
        query = {"level": node["level"]} if same_level else {}
        found = tk.get_action("govopen_node_list")({}, query)
        places = [each for each in found if each["id"] != node["id"]]
        return {"places": places, "by_id": {each["id"]: each for each in found}}
    return {}


def _fits(node: dict[str, Any], level: str, scheme: str) -> bool:
    if node["level"] == "catalogue":
        return True
    return level == "subcatalogue" and scheme == node["scheme"]


def _done(task: str, node: dict[str, Any]) -> str:
    said = {
        "add": tk._("“{}” was added"),
        "edit": tk._("“{}” was saved"),
        "move": tk._("“{}” was moved"),
        "merge": tk._("Merged into “{}”; its datasets follow within minutes"),
        "retire": tk._("“{}” was retired"),
        "restore": tk._("“{}” is in use again"),
    }
    return said[task].format(escape(node["title"]))
