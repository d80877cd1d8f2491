"""Pages of the versions of a dataset: one of them, two compared, made anew, restored."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.prov.adapters import version_page
from flask import Blueprint, Response, request

from . import answers, editing
from .things import version as version_for_programs

version_pages = Blueprint("prov_version_pages", __name__)


@version_pages.route("/dataset/<id>/provenance/version", methods=["POST"])
def create(id: str) -> Response:
    """Make a version of the dataset as it is now."""
    package, reader = editing.editable(id)
    given = {"id": package.id, **editing.sent("label", "note")}
    try:
        made = tk.get_action("prov_version_create")(editing.context(), given)
    except tk.ValidationError as error:
        return editing.refused(package, reader, "version", error)
    tk.h.flash_success(tk._("Version {label} has been made.").format(label=made["label"]))
    return editing.back(package, "versions")


@version_pages.route("/dataset/<id>/version/<label>")
def show(id: str, label: str) -> Response:
    """A version: the metadata and the files as they were."""
    package, reader = editing.visible(id)
    answers.private_unless(package, reader)
    for_programs = version_for_programs(package, label)
    if for_programs is not None:
        return for_programs
    try:
        found = tk.get_action("prov_version_show")(
            reader.context, {"id": package.id, "label": label}
        )
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Version not found"))
    values = {
        "pkg_dict": _shown(package.id, reader.context),
        "version": found,
        "made": version_page.made(found),
        "files": version_page.files(found),
        "fields": version_page.fields(found["metadata"]),
        "may_edit": reader.may("package_update", package.id),
    }
    return answers.vary(_page("prov/version.html", values))


@version_pages.route("/dataset/<id>/versions/compare")
def compare(id: str) -> Response:
    """Two versions side by side, or a version and the dataset as it is now."""
    package, reader = editing.visible(id)
    answers.private_unless(package, reader)
    before, after = request.args.get("before", ""), request.args.get("after", "")
    given = {"id": package.id, "before": before, "after": after}
    try:
        found = tk.get_action("prov_version_compare")(reader.context, given)
    except (tk.ObjectNotFound, tk.ValidationError):
        return tk.abort(404, tk._("Version not found"))
    values = {
        "pkg_dict": _shown(package.id, reader.context),
        "before": before,
        "after": after,
        "fields": version_page.changes(found["fields"], package.type),
        "resources": [
            {**one, "fields": version_page.changes(one["fields"], package.type)}
            for one in found["resources"]
        ],
    }
    return _page("prov/compare.html", values)


@version_pages.route("/dataset/<id>/version/<label>/restore", methods=["GET", "POST"])
def restore(id: str, label: str) -> Response:
    """Ask, then give the dataset the metadata that it had in a version."""
    package, reader = editing.editable(id)
    errors: dict[str, Any] = {}
    try:
        found = tk.get_action("prov_version_show")(
            reader.context, {"id": package.id, "label": label}
        )
        if request.method == "POST":
            given = {"id": package.id, "label": label}
            tk.get_action("prov_version_restore")(editing.context(), given)
            said = tk._("The dataset has the description of version {label} again.")
            tk.h.flash_success(said.format(label=label))
            return editing.back(package, "timeline")
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Version not found"))
    except tk.ValidationError as error:
        errors = {str(name): str(said) for name, said in error.error_summary.items()}
    values = {
        "pkg_dict": _shown(package.id, reader.context),
        "version": found,
        "made": version_page.made(found),
        "errors": errors,
    }
    answer = _page("prov/restore.html", values)
    answer.status_code = editing.REFUSED if errors else 200
    return answer


def _shown(dataset_id: str, context: Any) -> dict[str, Any]:
    return tk.get_action("package_show")(context, {"id": dataset_id})


def _page(template: str, values: dict[str, Any]) -> Response:
    return answers.personal(Response(tk.render(template, values), mimetype="text/html"))
