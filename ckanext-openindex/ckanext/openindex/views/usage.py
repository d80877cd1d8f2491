"""How counting fares, for administrators."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckanext.openindex.adapters.usage.status import status
from flask import Blueprint

usage = Blueprint("openindex_usage", __name__)


@usage.route("/ckan-admin/openindex-usage")
def show() -> str:
    """The state of the counts: 403 for all but system administrators."""
    try:
        tk.check_access("sysadmin", {"user": tk.current_user.name})
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Need to be system administrator to administer"))
    return tk.render("openindex/usage.html", {"said": status()})
