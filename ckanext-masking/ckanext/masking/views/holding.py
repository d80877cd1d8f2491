"""Answers for files that are held: a page that says so, and no byte."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Response
from ckanext.masking.adapters import published
from flask import Blueprint, make_response, request

holding = Blueprint("masking_holding", __name__)

_CONFLICT = 409


@holding.before_app_request
def no_file_yet() -> Response | None:
    """Before a download of CKAN's own: 409 with a page while no masked file is in its place.

    Readers who may not see the resource go on to CKAN's answer, which tells them nothing.
    """
    resource_id = (request.view_args or {}).get("resource_id")
    if not resource_id or not (request.endpoint or "").endswith("resource.download"):
        return None
    state = published.missing(str(resource_id))
    if not state:
        return None
    try:
        resource = tk.get_action("resource_show")({}, {"id": resource_id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    finally:
        model.Session.rollback()
    page = tk.render("masking/held.html", {"resource": resource, "state": state})
    answer = make_response(page, _CONFLICT)
    answer.headers["Cache-Control"] = "no-store"
    return answer
