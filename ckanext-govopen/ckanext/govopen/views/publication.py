"""Buttons of a dataset page that move it through its life."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckanext.govopen.domain.publication import MOVES
from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("govopen_publication", __name__)


@blueprint.route("/dataset/<id>/move/<verb>", methods=["POST"])
def move(id: str, verb: str) -> Response:
    """Make the move and return to the dataset's page with a word on what happened."""
    if verb not in MOVES:
        return tk.abort(404)
    data = {"id": id, "reason": tk.request.form.get("reason", "")}
    try:
        tk.get_action(f"govopen_dataset_{verb}")({"user": tk.current_user.name}, data)
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(error.error_summary.values()))
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return tk.abort(404, tk._("Dataset not found"))
    else:
        tk.h.flash_success(tk._("Done. The dataset's state has changed."))
    return tk.h.redirect_to("dataset.read", id=id)
