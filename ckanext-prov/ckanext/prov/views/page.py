"""The page 数据溯源 of a dataset: timeline, drawing, versions, formats, statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.prov.adapters import drawn, page_parts, timeline
from ckanext.prov.adapters.origins import origins
from ckanext.prov.adapters.reader import Reader
from ckanext.prov.domain.narrative.asked import parse
from ckanext.prov.fragments import documents, stamps
from flask import g, request

Errors = Mapping[str, Sequence[str]]


def render(
    package: model.Package,
    reader: Reader,
    resource_id: str = "",
    *,
    form: str = "",
    errors: Errors | None = None,
    checked: Mapping[str, Any] | None = None,
) -> str:
    """The page as HTML. ``form`` names the form that was refused with ``errors``; ``checked`` is
    what ``prov_dataset_validate`` answered.
    """
    shown = tk.get_action("package_show")(reader.context, {"id": package.id})
    given = {name: value for name, value in request.args.items() if isinstance(value, str)}
    asked, problems = parse(given | ({"file": resource_id} if resource_id else {}))
    stamp = stamps.of(package, g.userobj or None)
    body = documents.body(package.id, resource_id, "jsonld", reader, stamp)
    values: dict[str, Any] = {
        "pkg_dict": shown,
        "resource": next((one for one in shown["resources"] if one["id"] == resource_id), None),
        "asked": asked,
        "given": given,
        "problems": {one.field: one.text(str(tk.h.lang())) for one in problems},
        "timeline": timeline.timeline(shown, reader, asked),
        "page_url": lambda number: _timeline_url(shown, resource_id, asked.query(number)),
        "table": drawn.table(body) if body else None,
        "origins": origins(shown, reader),
        "versions": page_parts.version_lines(shown, reader),
        "summary": page_parts.summary(package.id),
        "statements": page_parts.statements(shown, resource_id),
        "may_edit": reader.may("package_update", package.id),
        "form": form,
        "errors": errors or {},
        "entered": dict(request.form) if form else {},
        "checked": checked,
    }
    return str(tk.render("prov/provenance.html", values))


def _timeline_url(shown: Mapping[str, Any], resource_id: str, query: Mapping[str, str]) -> str:
    if resource_id:
        here = {"id": shown["name"], "resource_id": resource_id}
        return str(tk.h.url_for("prov_provenance.resource", **here, **query)) + "#timeline"
    return str(tk.h.url_for("prov_provenance.negotiate", id=shown["name"], **query)) + "#timeline"
