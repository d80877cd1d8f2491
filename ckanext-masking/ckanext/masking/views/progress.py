"""How far a file has come, as the piece of a page that renews itself."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint, make_response

progress = Blueprint("masking_progress", __name__)


@progress.route("/masking/progress/<resource_id>")
def show(resource_id: str) -> Response:
    """The piece, empty for those who may not know."""
    page = tk.render("masking/progress.html", {"resource": {"id": resource_id}})
    answer = make_response(page)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
