"""Pages for grants: those that there are, a form for a new one, and revoking."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, request

from ._paging import EMPTY, asked_page, pager

grants = Blueprint("masking_grants", __name__)
PAGE = 50
_FILTERS = ("user", "resource_id", "package_id", "organization_id")
_FORM = (*_FILTERS, "name", "columns", "purpose", "valid_from", "valid_until")


@grants.route("/masking/grants")
def index() -> str:
    """The reader's own grants, and those for data that he administers."""
    asked = {key: request.args[key] for key in _FILTERS if request.args.get(key)}
    found = EMPTY
    errors: dict[str, Any] = {}
    try:
        found = tk.get_action("masking_grant_list")({}, {**asked, **asked_page(PAGE)})
    except tk.NotAuthorized:
        tk.abort(403, tk._("Sign in to see your grants."))
    except tk.ValidationError as error:
        errors = error.error_summary

    shown = {
        "grants": found["results"],
        "count": found["count"],
        "asked": asked,
        "page": pager(found, PAGE, "masking_grants.index", **asked),
    }
    return tk.render("masking/grants.html", {**shown, "errors": errors})


@grants.route("/masking/grants/new", methods=["GET", "POST"])
def new() -> Any:
    """A form for a grant."""
    data = {key: request.values.get(key, "") for key in _FORM}
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            tk.get_action("masking_grant_create")({}, {k: v for k, v in data.items() if v})
        except tk.NotAuthorized:
            tk.abort(403, tk._("Only administrators of the organization may do this."))
        except tk.ValidationError as error:
            errors = error.error_dict
        else:
            tk.h.flash_success(tk._("The grant holds."))
            return tk.redirect_to("masking_grants.index")
    elif not tk.current_user.is_authenticated:
        tk.abort(403, tk._("Only administrators of the organization may do this."))
    return tk.render("masking/grant_form.html", {"data": data, "errors": errors})


@grants.route("/masking/grants/<grant_id>/revoke", methods=["POST"])
def revoke(grant_id: str) -> Any:
    """End a grant at once."""
    try:
        tk.get_action("masking_grant_revoke")({}, {"id": grant_id})
    except tk.ObjectNotFound:
        tk.abort(404, tk._("Grant not found"))
    except tk.NotAuthorized:
        tk.abort(403, tk._("Only administrators of the organization may do this."))
    tk.h.flash_success(tk._("The grant is revoked."))
    return tk.redirect_to("masking_grants.index")
