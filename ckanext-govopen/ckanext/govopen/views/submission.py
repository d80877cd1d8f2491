"""Catalogues compiled upward: what was submitted to whom, the review, the history."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint

from ._paging import asked_part
from .catalogue import show as show_node

submission = Blueprint("govopen_submission", __name__, url_prefix="/catalogue")
PAGE = 50
ITEMS = 50
STEPS = {
    "resubmit": "govopen_submission_resubmit",
    "return": "govopen_submission_return",
    "merge": "govopen_submission_merge",
    "withdraw": "govopen_submission_withdraw",
}


@submission.route("/submissions")
def index() -> Any:
    """Submissions from and to the catalogues the reader keeps."""
    part = asked_part(PAGE)
    state = tk.request.args.get("state", "")
    try:
        found = tk.get_action("govopen_submission_list")({}, {"state": state, **part.query})
    except tk.NotAuthorized as refused:
        return tk.abort(403, str(refused))
    except tk.ValidationError as error:
        return tk.abort(400, str(error.error_summary))

    def page_url(number: int) -> str:
        return str(tk.h.url_for("govopen_submission.index", state=state or None, page=number))

    values = {"found": found, "state": state, **part.values(found["count"], page_url)}
    return tk.render("govopen/submission/index.html", values)


@submission.route("/<code>/submit", methods=["GET", "POST"])
def create(code: str) -> Any:
    """Submit a catalogue to the one above it."""
    node = show_node(code)
    try:
        tk.check_access("govopen_submission_create", {}, {"node": node["id"]})
    except tk.NotAuthorized as refused:
        return tk.abort(403, str(refused))
    above = [each for each in node["path"][:-1] if each["scheme"] == "region"]
    errors, note = {}, tk.request.form.get("note", "")
    if tk.request.method == "POST":
        sent = {"node": node["id"], "note": note}
        try:
            done = tk.get_action("govopen_submission_create")({}, sent)
        except tk.ValidationError as error:
            errors = error.error_dict
        else:
            tk.h.flash_success(tk._("The catalogue was submitted"))
            return tk.redirect_to("govopen_submission.read", id=done["id"])
    values = {"node": node, "target": above[-1] if above else None, "errors": errors, "note": note}
    return tk.render("govopen/submission/create.html", values)


@submission.route("/submission/<id>")
def read(id: str) -> Any:
    """One submission: its datasets with what is proposed and decided, and its history."""
    return _page(id, {})


@submission.route("/submission/<id>/decide", methods=["POST"])
def decide(id: str) -> Any:
    """Keep the decisions of one page of datasets."""
    decisions = {
        name.removeprefix("decision-"): value
        for name, value in tk.request.form.items()
        if name.startswith("decision-")
    }
    sent = {"id": id, "decisions": decisions}
    return _do("govopen_submission_decide", id, sent, tk._("The decisions were kept"))


@submission.route(
    "/submission/<id>/<any(resubmit, return, merge, withdraw):step>", methods=["POST"]
)
def advance(id: str, step: str) -> Any:
    """Take a step with the reason given."""
    said = {
        "resubmit": tk._("The catalogue was submitted again"),
        "return": tk._("The catalogue was sent back"),
        "merge": tk._("The catalogue was merged; its datasets appear within minutes"),
        "withdraw": tk._("The submission was withdrawn"),
    }
    sent = {"id": id, "reason": tk.request.form.get("reason", "")}
    return _do(STEPS[step], id, sent, said[step])


def _do(action: str, id: str, sent: dict[str, Any], said: str) -> Any:
    try:
        tk.get_action(action)({}, sent)
    except tk.NotAuthorized as refused:
        return tk.abort(403, str(refused))
    except tk.ValidationError as error:
        return _page(id, error.error_dict)
    tk.h.flash_success(said)
    page = tk.request.args.get("page")
    return tk.redirect_to("govopen_submission.read", id=id, page=page)


def _page(id: str, errors: dict[str, Any]) -> Any:
    part = asked_part(ITEMS)
    try:
        found = tk.get_action("govopen_submission_show")({}, {"id": id, **part.query})
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Submission not found: {}").format(id))
    except tk.NotAuthorized as refused:
        return tk.abort(403, str(refused))

    def page_url(number: int) -> str:
        return str(tk.h.url_for("govopen_submission.read", id=id, page=number))

    values = {"submission": found, "errors": errors, **part.values(found["item_count"], page_url)}
    return tk.render("govopen/submission/read.html", values)
