"""Data elements: the list with search, and the page of one with the datasets that carry it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.govopen import config
from ckanext.govopen.dcat import concepts
from flask import Blueprint, jsonify, redirect

from ._linked import answer
from ._paging import asked_part

element = Blueprint("govopen_element", __name__, url_prefix="/element")
PAGE = 50
DATASETS = 20
EDITS = {"edit": "govopen_element_update", "merge": "govopen_element_merge"}


@element.route("/")
@element.route("", endpoint="index_plain")
def index() -> str:
    """Elements the reader may know, the most used first, narrowed by words and type."""
    part = asked_part(PAGE)
    asked = {name: tk.request.args.get(name, "").strip()[:100] for name in ("q", "type")}
    found = tk.get_action("govopen_element_list")({}, {**asked, **part.query})

    def url(**changed: Any) -> str:
        kept = {name: value for name, value in {**asked, **changed}.items() if value}
        return str(tk.h.url_for("govopen_element.index", **kept))

    values = {
        "found": found,
        "asked": asked,
        "url": url,
        **part.values(found["count"], lambda number: url(page=number)),
        "may_edit": tk.h.check_access("govopen_element_create"),
    }
    return tk.render("govopen/element/index.html", values)


@element.route("/<code>")
def read(code: str) -> Any:
    """One element, as a page or as RDF; the address of a merged one leads to its successor."""
    shown = _show(code)
    if shown["code"] != code:
        return redirect(tk.url_for("govopen_element.read", code=shown["code"]), 301)
    return answer("", lambda g: concepts.element(g, shown), lambda: _page(code, shown))


def _page(code: str, shown: dict[str, Any]) -> str:
    """The element and the datasets that carry it."""
    part = asked_part(DATASETS)
    found = tk.get_action("govopen_element_datasets")({}, {"id": code, **part.query})

    def page_url(number: int) -> str:
        return str(tk.h.url_for("govopen_element.read", code=code, page=number))

    values = {
        "element": shown,
        "found": found,
        **part.values(found["count"], page_url),
        "iri": f"{config.vocabulary_base()}/element/{code}",
        "may_edit": tk.h.check_access("govopen_element_update", {"id": code}),
    }
    return str(tk.render("govopen/element/read.html", values))


@element.route("/<code>.json")
def as_json(code: str) -> Any:
    """The element for programs, with its IRI and the address of its datasets."""
    shown = _show(code)
    shown["iri"] = f"{config.vocabulary_base()}/element/{shown['code']}"
    shown["datasets_url"] = tk.h.url_for(
        "api.action", ver=3, logic_function="govopen_element_datasets", id=shown["code"],
        qualified=True,
    )  # fmt: skip
    return jsonify(shown)


@element.route("/new", methods=["GET", "POST"])
def new() -> Any:
    """Register an element."""
    return _form("govopen_element_create", {}, None, "edit")


@element.route("/<code>/<any(edit, merge):task>", methods=["GET", "POST"])
def form(code: str, task: str) -> Any:
    """Change an element, or merge it into another."""
    return _form(EDITS[task], {"id": code}, _show(code), task)


def _form(action: str, fixed: dict[str, Any], shown: dict[str, Any] | None, task: str) -> Any:
    try:
        tk.check_access(action, {}, fixed)
    except tk.NotAuthorized as refused:
        return tk.abort(403, str(refused))
    given, errors = dict(shown or {}), {}
    if tk.request.method == "POST":
        given = tk.request.form.to_dict()
        given.pop(config.csrf_field(), None)
        try:
            done = tk.get_action(action)({}, {**given, **fixed})
        except tk.ValidationError as error:
            errors = error.error_dict
        else:
            tk.h.flash_success(tk._("The data element was saved"))
            return tk.redirect_to("govopen_element.read", code=done["code"])
    values = {"element": shown, "given": given, "errors": errors}
    return tk.render(f"govopen/element/{task}.html", values)


def _show(code: str) -> dict[str, Any]:
    try:
        return dict(tk.get_action("govopen_element_show")({}, {"id": code}))
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Data element not found: {}").format(code))
