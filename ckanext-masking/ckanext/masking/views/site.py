"""The page of what a scan of the site found."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.masking.adapters import review_page
from flask import Blueprint, request

from ._paging import asked_page, pager

site = Blueprint("masking_site", __name__)
PAGE = 20
_STATES = ("found", "unread", "clean", "link")


@site.route("/masking/site")
def index() -> Any:
    """What is on the site and should be looked at."""
    if not tk.current_user.is_authenticated:
        return tk.redirect_to("user.login", came_from=request.path)
    state = request.args.get("state", "found")
    state = state if state in _STATES else "found"
    found = tk.get_action("masking_scan_list")({}, {"state": state, **asked_page(PAGE)})
    for one in found["results"]:
        for finding in one["findings"]:
            finding["label"] = review_page.detector_label(finding["detector"])
            finding["certainty_label"] = review_page.certainty_label(finding["certainty"])

    values = {
        "found": found,
        "state": state,
        "states": _STATES,
        "page": pager(found, PAGE, "masking_site.index", state=state),
    }
    return tk.render("masking/site.html", values)
