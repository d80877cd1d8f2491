"""What the forms on the pages share: who may send them, and what becomes of an answer."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from ckanext.prov import config
from ckanext.prov.adapters.reader import Reader
from flask import Response, g, request

from . import answers, page

REFUSED = 422
"""Status of a page that shows what was wrong with a form (RFC 9110, section 15.5.21)."""


def visible(reference: str) -> tuple[model.Package, Reader]:
    """The dataset and who reads; 404 for one that is not there or not to be seen."""
    reader = answers.reader()
    package = model.Package.get(reference)
    if package is None or package.type in config.ignored_types() or not reader.sees(package.id):
        tk.abort(404, tk._("Dataset not found"))
    return package, reader


def editable(reference: str) -> tuple[model.Package, Reader]:
    """The same for those who may change the dataset; 403 for others who see it."""
    package, reader = visible(reference)
    if not reader.may("package_update", package.id):
        tk.abort(403, tk._("Only editors of the dataset may do this"))
    return package, reader


def context() -> Context:
    """The context of an action for whoever asks."""
    return Context(user=g.user, auth_user_obj=g.userobj)


def sent(*names: str) -> dict[str, Any]:
    """Fields of the form that was sent, without blanks around them."""
    return {name: request.form.get(name, "").strip() for name in names}


def refused(
    package: model.Package, reader: Reader, form: str, error: tk.ValidationError
) -> Response:
    """The page again, with what was wrong at each field of ``form``."""
    html = page.render(package, reader, form=form, errors=error.error_dict)
    return Response(html, status=REFUSED, mimetype="text/html")


def back(package: model.Package, part: str) -> Response:
    """To a part of the page, after something was done."""
    address = tk.h.url_for("prov_provenance.negotiate", id=package.name)
    return tk.redirect_to(f"{address}#{part}")  # type: ignore[return-value]
