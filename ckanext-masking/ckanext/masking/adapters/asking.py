"""By which exit, and for which purpose, the present request reads.

It is kept beside the request and not in it: a dump is streamed when Flask's request is gone, and
its later pages have to be answered as the first one was.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

import ckan.plugins.toolkit as tk
from ckanext.masking.domain.detectors import registry
from ckanext.masking.domain.operators import REDACTED
from ckanext.masking.domain.scanning.text import find_all
from flask import has_request_context, request, session

HEADER: Final = "X-Masking-Purpose"
PARAMETER: Final = "purpose"
LONGEST: Final = 200
_KEY: Final = "masking_purposes"
_EXITS: Final = {
    "api.action": "api",
    "datastore.dump": "dump",
    "datatablesview.ajax": "datatables",
    "datatablesview.filtered_download": "datatables",
}


@dataclass
class Asked:
    """What one request says of itself, and whether what it was answered was protected or clear."""

    exit: str = "job"
    purpose: str = ""
    purposes: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    protected: bool = False
    clear: bool = False


_asked: ContextVar[Asked | None] = ContextVar("masking_asked", default=None)


def begin() -> None:
    """Note what the request that begins says. A header's text is percent-encoded UTF-8."""
    endpoint = str(request.endpoint or "")
    name = "download" if endpoint.endswith("resource.download") else _EXITS.get(endpoint, "page")
    said = unquote(request.headers.get(HEADER, ""))
    if name in ("dump", "download"):
        said = said or request.args.get(PARAMETER, "")
    _asked.set(Asked(name, cleaned(said)))


def current() -> Asked:
    """What the present request said; outside of requests, a job's."""
    found = _asked.get()
    if found is None:
        found = Asked()
        _asked.set(found)
    return found


def purpose(user_id: str, resource_id: str, given: str = "") -> str:
    """What a user reads a resource for: ``given``, what the request says, or what he filled in."""
    asked = current()
    said = cleaned(given) or asked.purpose or asked.purposes.get((user_id, resource_id), "")
    if not said and has_request_context():
        said = str(session.get(_KEY, {}).get(f"{user_id}/{resource_id}", ""))
    if said and asked.exit == "dump":
        asked.purposes[user_id, resource_id] = said
    return said


def stated(resource_id: str) -> bool:
    """Whether the reader filled in a purpose that he may take back."""
    return has_request_context() and _mine(resource_id) in session.get(_KEY, {})


def remember(resource_id: str, said: str) -> None:
    """Take ``said`` for the reader's purpose with this resource until the session ends."""
    session[_KEY] = {**session.get(_KEY, {}), _mine(resource_id): cleaned(said)}


def forget(resource_id: str) -> None:
    """Read this resource as everybody does again."""
    mine = _mine(resource_id)
    session[_KEY] = {key: one for key, one in session.get(_KEY, {}).items() if key != mine}


def _mine(resource_id: str) -> str:
    """Under what a session has a purpose: the next to sign in at the same desk has his own."""
    return f"{getattr(tk.current_user, 'id', '')}/{resource_id}"


def cleaned(said: Any) -> str:
    """A purpose in one line of 200 characters at most; what a detector finds in it is redacted."""
    text = " ".join(str(said or "").split())[:LONGEST]
    if not text:
        return ""
    for finding in sorted(find_all(text, registry.load()), key=lambda f: f.start, reverse=True):
        if any(character.isdigit() for character in text[finding.start : finding.end]):
            text = text[: finding.start] + REDACTED + text[finding.end :]
    return text


def mark(*, clear: bool) -> None:
    """Note that the answer tells of a protected table, so that no cache mixes it with another."""
    asked = current()
    asked.protected = True
    asked.clear = asked.clear or clear
    if has_request_context():
        request.environ["__no_cache__"] = True


def headers(response: Any) -> Any:
    """Tell caches that answers differ by reader, and to keep no clear one."""
    asked = current()
    if asked.protected:
        response.vary.update(("Cookie", "Authorization", HEADER))
        response.cache_control.private = True
        if asked.clear:
            response.cache_control.no_store = True
    return response
