"""The first rows of a stored file, as a page or as the part of one."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckanext.govopen.adapters import preview
from ckanext.govopen.domain.preview import Unreadable
from flask import Blueprint

previews = Blueprint("govopen_preview", __name__)


@previews.route("/dataset/<id>/resource/<resource_id>/preview")
def read(id: str, resource_id: str) -> str:
    """A file's first rows to whoever may see the resource; ``?part=1`` gives the table alone."""
    try:
        resource = tk.get_action("resource_show")({}, {"id": resource_id})
        package = tk.get_action("package_show")({}, {"id": resource["package_id"]})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("Resource not found"))
    if id not in (package["id"], package["name"]):
        return tk.abort(404, tk._("Resource not found"))
    values = {"pkg": package, "resource": resource, "shown": None, "reason": ""}
    try:
        values["shown"] = preview.of_resource(resource)
    except Unreadable as error:
        values["reason"] = error.text(tk.h.lang())
    part = tk.request.args.get("part")
    return tk.render(f"govopen/{'snippets/preview' if part else 'preview'}.html", values)
