"""All figures as linked data: ``/openindex/all.<ext>`` whole, or by pages with ``limit``.

``/openindex/all`` gives the form that the client likes best.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckanext.openindex import config
from ckanext.openindex.adapters import methodologies, quality
from ckanext.openindex.domain.dqv.forms import FORMS, Form
from ckanext.openindex.domain.methodology import Methodology
from flask import Blueprint, Response, jsonify, request, stream_with_context

data = Blueprint("openindex_data", __name__)

MOST: Final = 1000
"""Datasets on a page."""
_ID: Final = re.compile(r"[\w-]{1,100}\Z")


@data.route("/openindex/all.<extension>")
def read_all(extension: str) -> Response:
    """The figures in the form of an extension."""
    form = FORMS.get(extension)
    if form is None:
        return tk.abort(404, tk._("Unknown RDF format: {}").format(extension))
    return _answer(form)


@data.route("/openindex/all")
def read_any() -> Response:
    """The figures in the form that the client likes best; 406 when it likes none."""
    accepted = request.accept_mimetypes
    offers = {form.media_type: form for form in FORMS.values()}
    chosen: str | None = next(iter(offers))
    if request.headers.get("Accept", "").strip():
        chosen = accepted.best_match([one for one in offers if accepted.quality(one) > 0])
    response = _answer(offers[chosen]) if chosen else _not_acceptable()
    response.vary.add("Accept")
    return response


def _answer(form: Form) -> Response:
    shown = methodologies.shown()
    limit, after = _limit(), request.args.get("after", "")
    if after and not _ID.match(after):
        return tk.abort(400, tk._("A position is the id of a dataset; follow the link of a page."))
    changed = quality.changed(shown)
    known = Response(status=200)
    known.last_modified = changed
    known.make_conditional(request)
    if known.status_code == 304:
        return known
    pieces = quality.stream(form, shown, after, limit)
    response = Response(
        stream_with_context(pieces), content_type=f"{form.media_type}; charset=utf-8"
    )
    response.last_modified = changed
    response.headers["Content-Disposition"] = f'inline; filename="openindex.{form.extension}"'
    if limit is not None:
        _link(response, form, shown, after, limit)
    return response


def _link(response: Response, form: Form, shown: Methodology, after: str, limit: int) -> None:
    """Say where the next page is (RFC 8288)."""
    behind = quality.next_after(shown, after, limit)
    if behind is not None:
        query = urlencode({"limit": limit, "after": behind})
        address = f"{config.site_url()}/openindex/all.{form.extension}?{query}"
        response.headers.add("Link", f'<{address}>; rel="next"')


def _limit() -> int | None:
    given = request.args.get("limit")
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:9]) <= MOST:
        return tk.abort(400, tk._("limit is a whole number from 1 to {}.").format(MOST))
    return int(given)


def _not_acceptable() -> Response:
    """406 with what there is (RFC 9110, section 15.5.7)."""
    available = [
        {"type": form.media_type, "url": f"{config.site_url()}/openindex/all.{form.extension}"}
        for form in FORMS.values()
    ]
    response = jsonify({"error": tk._("None of the types you accept is there."),
                        "available": available})  # fmt: skip
    response.status_code = 406
    return response
