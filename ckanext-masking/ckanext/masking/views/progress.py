"""How far a file has come, as the piece of a page that renews itself, and what its owner may do."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint, make_response, request

progress = Blueprint("masking_progress", __name__)
_BUTTONS = ("discard", "retry")


@progress.route("/masking/progress/<resource_id>")
def show(resource_id: str) -> Response:
    """The piece, empty for those who may not know."""
    page = tk.render("masking/progress.html", {"resource": {"id": resource_id}})
    answer = make_response(page)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@progress.route("/masking/upload/<id>", methods=["POST"])
def act(id: str) -> Any:
    """Take an upload back, or have it checked again, by the button that was pressed."""
    button = request.form.get("do")
    if button not in _BUTTONS:
        return tk.abort(400, tk._("Unknown button"))
    try:
        upload = tk.get_action(f"masking_upload_{button}")({}, {"id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("Upload not found"))
    except tk.ValidationError as error:
        tk.h.flash_error(" ".join(error.error_summary.values()))
        upload = tk.get_action("masking_upload_show")({}, {"id": id})
    else:
        taken, again = tk._("The file is removed."), tk._("The file is being checked again.")
        tk.h.flash_success(taken if button == "discard" else again)
    return tk.redirect_to(
        "dataset_resource.read", id=upload["package_id"], resource_id=upload["resource_id"]
    )
