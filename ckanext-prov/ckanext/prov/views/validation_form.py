"""The button by which editors have a dataset's provenance and linked data checked."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response

from . import editing, page

validation_form = Blueprint("prov_validation_form", __name__)


@validation_form.route("/dataset/<id>/provenance/check", methods=["POST"])
def check(id: str) -> Response:
    """The page with what was found; nothing is changed or kept."""
    package, reader = editing.editable(id)
    found = tk.get_action("prov_dataset_validate")(editing.context(), {"id": package.id})
    return Response(page.render(package, reader, checked=found), mimetype="text/html")
