"""The public catalogue as linked data: ``/catalog.<ext>`` by pages, ``/catalog/all.<ext>`` whole.

Both are the same for every reader. Pages answer 304 without building anything.
"""

from __future__ import annotations

import hashlib

import ckan.plugins.toolkit as tk
from ckanext.dcat.utils import CONTENT_TYPES
from ckanext.prov.catalogue import asking, whole, writing
from ckanext.prov.catalogue.asking import Found
from ckanext.prov.fragments import listing
from flask import Blueprint, Response, make_response, request

from . import answers

catalogue = Blueprint("prov_catalogue", __name__)

ASKED = ("page", "after", "q", "fq", "modified_since")
THEIRS = "dcat.read_catalog"


@catalogue.before_app_request
def instead_of_theirs() -> Response | None:
    """Answer for ckanext-dcat's address, wherever its setting puts it."""
    if request.endpoint != THEIRS:
        return None
    extension = (request.view_args or {}).get("_format")
    return read_page(extension) if extension else None


@catalogue.route("/catalog.<extension>")
def read_page(extension: str) -> Response:
    """A page of the catalogue."""
    if extension not in CONTENT_TYPES:
        tk.abort(404, tk._("Unknown RDF format: {}").format(extension))
    given = {key: request.args.get(key) for key in ASKED}
    try:
        found = asking.find(asking.parse(given))
        etag = _etag(found, extension)
        same = answers.not_modified(etag)
        if same is not None:
            return same
        body = writing.page(found, extension)
    except tk.ValidationError as error:
        tk.abort(409, str(error))
    response = make_response(body)
    response.headers["Content-Type"] = f"{CONTENT_TYPES[extension]}; charset=utf-8"
    return answers.tag(response, etag)


@catalogue.route("/catalog/all.<extension>")
def read_all(extension: str) -> Response:
    """The whole catalogue, streamed."""
    if extension not in whole.MEDIA_TYPES:
        tk.abort(404, tk._("Unknown RDF format: {}").format(extension))
    etag = f"{listing.fingerprint()}-{extension}"
    same = answers.not_modified(etag)
    if same is not None:
        return same
    pieces = whole.stream(extension)
    response = answers.streamed(pieces, whole.MEDIA_TYPES[extension], f"catalog.{extension}")
    return answers.tag(response, etag)


def _etag(found: Found, extension: str) -> str:
    asked = f"{found.asked} {found.count} {found.size} {extension}"
    said = f"{listing.fingerprint(found.rows)} {asked}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]
