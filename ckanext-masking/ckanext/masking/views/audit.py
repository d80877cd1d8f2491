"""Pages for auditors: who read what clear, and what for."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint, make_response, request

from ._paging import EMPTY, asked_page, pager

audit = Blueprint("masking_audit", __name__)
PAGE = 50
_FILTERS = ("user", "resource_id", "organization_id", "exit", "after", "before")


@audit.route("/masking/audit")
def index() -> str:
    """Clear reads, the latest first."""
    asked = {key: request.args[key] for key in _FILTERS if request.args.get(key)}
    errors: dict[str, Any] = {}
    found = EMPTY
    try:
        found = tk.get_action("masking_audit_list")({}, {**asked, **asked_page(PAGE)})
    except tk.NotAuthorized:
        tk.abort(403, tk._("Only auditors see what was read clear."))
    except tk.ValidationError as error:
        errors = error.error_summary

    shown = {
        "reads": found["results"],
        "count": found["count"],
        "asked": asked,
        "page": pager(found, PAGE, "masking_audit.index", **asked),
    }
    return tk.render("masking/audit.html", {**shown, "errors": errors})


@audit.route("/masking/audit.csv")
def export() -> Response:
    """The same as a file."""
    asked = {key: request.args[key] for key in _FILTERS if request.args.get(key)}
    try:
        found = tk.get_action("masking_audit_export")({}, asked)
    except tk.NotAuthorized:
        tk.abort(403, tk._("Only auditors see what was read clear."))
    except tk.ValidationError as error:
        tk.abort(400, "; ".join(map(str, error.error_summary.values())))
    answer = make_response("\ufeff" + found["csv"])
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers.set("Content-Disposition", "attachment", filename="clear-reads.csv")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
