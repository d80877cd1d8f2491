"""Files of earlier versions, for those who may see the version."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckanext.prov.adapters import kept, reading
from flask import Blueprint, Response, send_file

from . import editing

versions = Blueprint("prov_versions", __name__)


@versions.route("/dataset/<id>/version/<label>/resource/<resource_id>/file")
def file(id: str, label: str, resource_id: str) -> Response:
    """The bytes that a resource had in a version: 404 when they are gone, or not for the reader."""
    package, reader = editing.visible(id)
    try:
        row = reading.version(package.id, label, reader)
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Version not found"))
    sha256 = str(row.files.get(resource_id) or "")
    if not kept.has(sha256):
        return tk.abort(404, tk._("The file of this version was not kept"))
    listed = {one["id"]: one for one in row.snapshot["resources"]}
    name = str(listed.get(resource_id, {}).get("url") or "file").rsplit("/")[-1]
    # Never shown in place: what was uploaded may be a page with a script in it.
    answer = send_file(
        kept.place(sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=name,
        etag=sha256,
        conditional=True,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
