"""Pages on which readers say something of a dataset, and editors answer."""

from __future__ import annotations

from typing import Any, Final

import ckan.plugins.toolkit as tk
from flask import Blueprint, request

from .page_parts import ask

feedback = Blueprint("openindex_feedback", __name__)

ROWS: Final = 20
"""Requests, and apps, on one page."""


@feedback.route("/openindex/dataset/<id>/feedback")
def show(id: str) -> Any:
    """Ratings, apps and requests of a dataset; 404 alike for what is unknown and what is hidden."""
    return _page(id, {}, {})


@feedback.route("/openindex/dataset/<id>/feedback/<any(rate, request, app):what>", methods=["POST"])
def say(id: str, what: str) -> Any:
    """Rate the dataset, ask for something, or show an app of it."""
    if not tk.current_user.is_authenticated:
        return tk.redirect_to(
            "user.login", came_from=tk.h.url_for("openindex_feedback.show", id=id)
        )
    given = {key: value.strip() for key, value in request.form.items()}
    try:
        if what == "rate":
            ask("openindex_rating_create", id=id, value=given.get("value", ""))
            tk.h.flash_success(tk._("Thank you. Your rating counts from tomorrow."))
        elif what == "request":
            ask("openindex_request_create", id=id, text=given.get("text", ""))
            tk.h.flash_success(tk._("Sent to the department. The answer will be here."))
        else:
            said = {name: given.get(name, "") for name in ("title", "url", "about")}
            ask("openindex_app_create", title=said["title"], url=said["url"], text=said["about"],
                datasets=[id])  # fmt: skip
            tk.h.flash_success(tk._("Sent. It is shown here once an editor approved it."))
    except tk.ValidationError as error:
        return _page(id, given, error.error_summary), 422
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return _nothing()
    return tk.redirect_to("openindex_feedback.show", id=id)


@feedback.route("/openindex/feedback")
def waiting() -> Any:
    """What waits for whoever is signed in, and what that person sent."""
    if not tk.current_user.is_authenticated:
        return tk.redirect_to("user.login", came_from=request.path)
    page = tk.h.get_page_number(request.args)
    given = {"limit": ROWS, "offset": min((page - 1) * ROWS, 2**31 - 1)}
    requests = ask("openindex_request_list", waiting=True, **given)
    apps = ask("openindex_app_list", waiting=True, **given)
    values = {"requests": requests, "apps": apps, "page": page, "rows": ROWS}
    return tk.render("openindex/feedback_waiting.html", values)


@feedback.route("/openindex/feedback/<any(answer, decide):what>", methods=["POST"])
def decide(what: str) -> Any:
    """Answer a request, or decide on an app, and go back to the dataset's page."""
    given = {key: value.strip() for key, value in request.form.items()}
    dataset = given.get("dataset_id", "")
    try:
        if what == "answer":
            found = ask("openindex_request_answer", id=given.get("id", ""),
                        answer=given.get("answer", ""))  # fmt: skip
        else:
            found = ask("openindex_app_decide", id=given.get("id", ""), dataset_id=dataset,
                        approved=given.get("approved", ""))  # fmt: skip
    except tk.ValidationError as error:
        return _page(dataset, {}, error.error_summary), 422
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return _nothing()
    return tk.redirect_to("openindex_feedback.show", id=found["dataset_id"])


def _page(id: str, given: dict[str, str], errors: dict[str, str]) -> Any:
    try:
        rating = ask("openindex_rating_show", id=id)
        package = ask("package_show", id=rating["dataset_id"])
        apps = ask("openindex_app_list", id=id, limit=ROWS)
        requests = undecided = {"count": 0, "results": []}
        if tk.current_user.is_authenticated:
            requests = ask("openindex_request_list", id=id, limit=ROWS)
            undecided = ask("openindex_app_list", id=id, waiting=True, limit=ROWS)
    except (tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError):
        return _nothing()
    values = {
        "pkg": package, "rating": rating, "apps": apps, "requests": requests,
        "undecided": undecided, "given": given, "errors": errors,
        "keeps": tk.h.check_access("package_update", {"id": package["id"]}),
    }  # fmt: skip
    return tk.render("openindex/feedback.html", values)


def _nothing() -> Any:
    return tk.abort(404, tk._("The index knows nothing of this."))
