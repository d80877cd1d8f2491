"""Pages for auditors: who read what clear, and what for."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page
from ckan.types import Response
from flask import Blueprint, make_response, request

audit = Blueprint("masking_audit", __name__)
PAGE = 50
_FILTERS = ("user", "resource_id", "organization_id", "exit", "after", "before")


@audit.route("/masking/audit")
def index() -> str:
    """Clear reads, the latest first."""
    page = max(1, tk.h.get_page_number(request.args))
    asked = {key: request.args[key] for key in _FILTERS if request.args.get(key)}
    errors: dict[str, Any] = {}
    found: dict[str, Any] = {"count": 0, "results": []}
    try:
        more = {"limit": PAGE, "offset": (page - 1) * PAGE}
        found = tk.get_action("masking_audit_list")({}, {**asked, **more})
    except tk.NotAuthorized:
        tk.abort(403, tk._("Only auditors see what was read clear."))
    except tk.ValidationError as error:
        errors = error.error_summary

    def url(**kwargs: Any) -> str:
        return str(tk.url_for("masking_audit.index", **asked, **kwargs))

    pager = Page(found["results"], page, url=url, item_count=found["count"], items_per_page=PAGE,
                 presliced_list=True)  # fmt: skip
    shown = {"reads": found["results"], "count": found["count"], "asked": asked, "page": pager}
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
