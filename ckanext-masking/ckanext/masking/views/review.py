"""Pages on which people decide about uploads that the gate stopped."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response
from ckanext.masking.adapters import folders, review_page, reviewing
from flask import Blueprint, make_response, request

from ._paging import asked_page, pager

review = Blueprint("masking_review", __name__)
PAGE = 20
_REFUSED = 422


@review.route("/masking/review")
def index() -> Any:
    """What waits for whoever is signed in."""
    if not tk.current_user.is_authenticated:
        return tk.redirect_to("user.login", came_from=request.path)
    found = tk.get_action("masking_review_list")({}, asked_page(PAGE))
    values = {
        "reviews": found,
        "sent": tk.get_action("masking_sent_list")({}, {"limit": PAGE}),
        "page": pager(found, PAGE, "masking_review.index"),
    }
    return tk.render("masking/reviews.html", values)


@review.route("/masking/review/<id>")
def show(id: str) -> Response:
    """One upload: what was found, both sides of a sample, and the form of the decision."""
    return _page(_upload("masking_review_show", id), {})


@review.route("/masking/review/<id>", methods=["POST"])
def decide(id: str) -> Any:
    """Preview, approve or send back, by the button that was pressed."""
    upload = _upload("masking_upload_show", id)
    asked = {key: value.strip() for key, value in request.form.items()}
    columns = review_page.chosen(upload["findings"], asked)
    given: dict[str, Any] = {"id": id, "columns": columns, "reason": asked.get("reason", "")}
    button = asked.get("do", "preview")
    try:
        if button == "approve":
            given["keep_suspects"] = asked.get("keep_suspects") == "true"
            given["as_it_is"] = asked.get("as_it_is") == "true"
            tk.get_action("masking_upload_approve")({}, given)
            tk.h.flash_success(tk._("Approved. The file is being masked and published."))
        elif button == "return":
            tk.get_action("masking_upload_return")({}, {"id": id, "reason": given["reason"]})
            tk.h.flash_success(tk._("Sent back to the uploader."))
        else:
            made = tk.get_action("masking_review_preview")({}, given)
            return _page({**upload, "sample": made}, asked, previewed=True)
    except tk.ValidationError as error:
        return _page(_upload("masking_review_show", id), asked, error.error_summary)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        tk.abort(404, tk._("Upload not found"))
    return tk.redirect_to("masking_review.index")


@review.route("/masking/review/<id>/original")
def original(id: str) -> Response:
    """The file as it was handed in, for those who decide on it; written to the audit."""
    upload = _upload("masking_upload_show", id)
    about = {"package_id": upload["package_id"]}
    if upload["state"] != "review" or not tk.h.check_access("masking_upload_approve", about):
        tk.abort(404, tk._("Upload not found"))
    file = reviewing.original(id, str(tk.current_user.id))
    if file is None:
        tk.abort(404, tk._("Upload not found"))
    answer = Response(folders.pieces(file), mimetype="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=upload["name"] or id)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.call_on_close(file.close)
    return answer


def _upload(action: str, id: str) -> dict[str, Any]:
    """The upload as ``action`` tells it: only what is put on a page has the sample."""
    try:
        return dict(tk.get_action(action)({}, {"id": id}))
    except (tk.ObjectNotFound, tk.NotAuthorized):
        tk.abort(404, tk._("Upload not found"))


def _page(
    upload: dict[str, Any],
    asked: dict[str, str],
    errors: dict[str, Any] | None = None,
    *,
    previewed: bool = False,
) -> Response:
    about = {"package_id": upload["package_id"]}
    values = {
        "upload": upload,
        "user": reviewing.user_name(upload["user_id"]),
        "choices": reviewing.offered(),
        "pkg_dict": tk.get_action("package_show")({}, {"id": upload["package_id"]}),
        "tables": review_page.tables(upload["findings"], asked),
        "sample": review_page.sample(upload["sample"]["tables"]),
        "may_decide": upload["state"] == "review"
        and tk.h.check_access("masking_upload_approve", about),
        "asked": asked,
        "errors": errors or {},
        "previewed": previewed,
    }
    answer = make_response(tk.render("masking/review.html", values))
    answer.status_code = _REFUSED if errors else 200
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
