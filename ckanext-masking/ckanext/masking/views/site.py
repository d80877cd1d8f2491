"""The page of what a scan of the site found."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page
from ckanext.masking.adapters import review_page
from flask import Blueprint, request

site = Blueprint("masking_site", __name__)
PAGE = 20
_STATES = ("found", "unread", "clean", "link")


@site.route("/masking/site")
def index() -> Any:
    """What is on the site and should be looked at."""
    if not tk.current_user.is_authenticated:
        return tk.redirect_to("user.login", came_from=request.path)
    number = max(1, tk.h.get_page_number(request.args))
    state = request.args.get("state", "found")
    state = state if state in _STATES else "found"
    found = tk.get_action("masking_scan_list")(
        {}, {"state": state, "limit": PAGE, "offset": (number - 1) * PAGE}
    )
    for one in found["results"]:
        for finding in one["findings"]:
            finding["label"] = review_page.detector_label(finding["detector"])
            finding["certainty_label"] = review_page.certainty_label(finding["certainty"])

    def url(**kwargs: Any) -> str:
        return str(tk.url_for("masking_site.index", state=state, **kwargs))

    pager = Page(found["results"], number, url=url, item_count=found["count"],
                 items_per_page=PAGE, presliced_list=True)  # fmt: skip
    values = {"found": found, "state": state, "states": _STATES, "page": pager}
    return tk.render("masking/site.html", values)
