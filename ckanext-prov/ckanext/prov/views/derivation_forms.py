"""The forms by which editors say what a dataset or a file derives from, and take it back."""

from __future__ import annotations

import re
from typing import Final

import ckan.plugins.toolkit as tk
from ckanext.prov import config
from flask import Blueprint, Response

from . import editing

derivation_forms = Blueprint("prov_derivation_forms", __name__)

_OWN: Final = re.compile(r"(?:/\w+)?/dataset/(?P<dataset>[^/?#]+)(?:/resource/(?P<file>[^/?#]+))?")


@derivation_forms.route("/dataset/<id>/provenance/derivation", methods=["POST"])
def create(id: str) -> Response:
    """Declare a source; the page again with what was wrong when it is refused."""
    package, reader = editing.editable(id)
    given = editing.sent("resource_id", "source", "note")
    given["source"] = reference(given["source"])
    try:
        tk.get_action("prov_derivation_create")(editing.context(), {"id": package.id, **given})
    except tk.ValidationError as error:
        return editing.refused(package, reader, "derivation", error)
    tk.h.flash_success(tk._("The source has been declared."))
    return editing.back(package, "origins")


@derivation_forms.route(
    "/dataset/<id>/provenance/derivation/<derivation_id>/delete", methods=["POST"]
)
def delete(id: str, derivation_id: str) -> Response:
    """Take a declaration back; the log keeps that it was made."""
    package, _ = editing.editable(id)
    try:
        tk.get_action("prov_derivation_delete")(editing.context(), {"id": derivation_id})
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Derivation not found"))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only editors of the dataset may do this"))
    tk.h.flash_success(tk._("The declaration has been taken back; the timeline keeps both."))
    return editing.back(package, "origins")


def reference(given: str) -> str:
    """The id or name in the address of a page of this site; anything else stays as it is."""
    site = config.site_url()
    if not given.startswith(f"{site}/"):
        return given
    found = _OWN.match(given.removeprefix(site))
    return (found["file"] or found["dataset"]) if found else given
