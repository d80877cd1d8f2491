"""Helpers of the templates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from .adapters import asking, entitlement, organizations
from .domain.gate import states

__all__ = [
    "masking_audits",
    "masking_exit_label",
    "masking_grant_state",
    "masking_held",
    "masking_moment",
    "masking_place_name",
    "masking_problem_text",
    "masking_reading",
    "masking_scan_label",
    "masking_scope_label",
    "masking_state_label",
]


def masking_state_label(state: str) -> str:
    """What becomes of a held file just now, in the reader's language."""
    labels = {
        "held": tk._("waiting to be checked"),
        "scanning": tk._("being checked"),
        "masking": tk._("being masked"),
        "review": tk._("waiting for a review"),
        "releasing": tk._("being published"),
        "released": tk._("published"),
        "refused": tk._("refused"),
        "returned": tk._("sent back"),
        "discarded": tk._("taken back"),
    }
    return labels.get(state, state)


def masking_reading(resource_id: str) -> dict[str, Any] | None:
    """In which clarity the reader of a page sees a resource; None when it is not protected.

    ``clarity``, whether a ``purpose`` is missing, which one is given and whether in the form, the
    masked ``columns``, whether the ``file`` comes clear, and whether the reader may ``grant``.
    """
    context = Context(user=tk.current_user.name if tk.current_user.is_authenticated else "")
    found = entitlement.protected(context, resource_id)
    if found is None:
        return None
    seen = entitlement.view(found)
    masked = [c.name for c, level in zip(found.columns, seen.levels, strict=True) if level >= 0]
    own = organizations.administered(context)
    return {
        "clarity": seen.clarity,
        "purpose_needed": seen.lacks_purpose,
        "purpose": seen.purpose,
        "stated": asking.stated(resource_id),
        "columns": masked,
        "file": seen.file and bool(seen.purpose),
        "grant": own is None or found.owner_org in own,
    }


def masking_scope_label(scope: str) -> str:
    """What a grant is for, in the reader's language."""
    labels = {
        "resource": tk._("resource"),
        "dataset": tk._("dataset"),
        "organization": tk._("organization"),
    }
    return labels.get(scope, scope)


def masking_grant_state(state: str) -> str:
    """Whether a grant holds, in the reader's language."""
    labels = {
        "valid": tk._("holds"),
        "future": tk._("not yet"),
        "expired": tk._("expired"),
        "revoked": tk._("revoked"),
    }
    return labels.get(state, state)


def masking_place_name(scope: str, place_id: str) -> str:
    """What the thing is called that a grant or a reading is of; its id when it is gone."""
    if scope == "resource":
        resource = model.Session.get(model.Resource, place_id)
        return str(resource.name or place_id) if resource else place_id
    kind = model.Group if scope == "organization" else model.Package
    found = model.Session.get(kind, place_id)
    return str(found.title or found.name) if found else place_id


def masking_problem_text(problem: dict[str, Any]) -> str:
    """What is wrong, in the reader's language; "" when nothing is."""
    return str(problem.get("zh" if str(tk.h.lang()).startswith("zh") else "en") or "")


def masking_held(resource_id: str) -> dict[str, Any] | None:
    """The newest upload of a resource unless it is published, for those who may change it."""
    try:
        found = tk.get_action("masking_upload_list")({}, {"resource_id": resource_id, "limit": 1})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return None
    newest = next(iter(found["results"]), None)
    if newest is None or newest["state"] in (states.RELEASED, states.DISCARDED):
        return None
    return {**newest, "working": newest["state"] in states.WORK}


def masking_exit_label(name: str) -> str:
    """The way that a reading took, in the reader's language."""
    labels = {
        "api": tk._("API"),
        "dump": tk._("export"),
        "datatables": tk._("table on a page"),
        "download": tk._("download"),
        "page": tk._("page"),
        "job": tk._("job"),
    }
    return labels.get(name, name)


def masking_moment(text: str) -> str:
    """A moment in the site's time zone, as 2026-01-31 18:00:00."""
    moment = datetime.fromisoformat(text).astimezone(tk.h.get_display_timezone())
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def masking_audits() -> bool:
    """Whether whoever reads the page may see clear reads of others."""
    name = tk.current_user.name if tk.current_user.is_authenticated else ""
    own = organizations.administered(Context(user=name))
    return bool(tk.h.check_access("masking_audit_list", {"organizations": own}))


def masking_scan_label(state: str) -> str:
    """What a scan of the site says of a thing, in the reader's language."""
    labels = {
        "found": tk._("to be looked at"),
        "unread": tk._("could not be read"),
        "clean": tk._("nothing open"),
        "link": tk._("links to elsewhere"),
    }
    return labels.get(state, state)
