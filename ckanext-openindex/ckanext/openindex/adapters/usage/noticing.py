"""Sees in a request and its answer which dataset was used; counting waits until it is sent."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ckanext.openindex.domain.usage import robots
from ckanext.openindex.domain.usage.hit import Hit, hit
from ckanext.openindex.domain.usage.visitor import Network, client_address
from flask import Request, Response, request

from . import readers
from .counter import Counter

log = logging.getLogger(__name__)

OF_DATASET = frozenset({"package_show"})
OF_RESOURCE = frozenset({"resource_show", "datastore_search", "datastore_info"})
_TABLE = re.compile(r'"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"')
MOST_SQL = 10_000


def listener(counter: Counter, trusted: tuple[Network, ...]) -> Callable[[Response], Response]:
    """What Flask is to call after each request."""

    def notice(response: Response) -> Response:
        try:
            found = _used(request, response)
            if found and robots.counts(found.kind, request.method, _headers(request)):
                found = readers.placed(found)
                if readers.staff(found):
                    return response
                address = client_address(
                    request.environ.get("REMOTE_ADDR") or "",
                    request.headers.get("X-Forwarded-For", ""),
                    trusted,
                )
                agent = request.headers.get("User-Agent", "")[: robots.LONGEST_AGENT]
                response.call_on_close(partial(counter.count, found, address, agent))
        except Exception:
            log.exception("a use could not be counted")
        return response

    return notice


def _used(asked: Request, response: Response) -> Hit | None:
    """What an answered request was a use of, if of anything."""
    endpoint, args = asked.endpoint or "", asked.view_args or {}
    view, status = endpoint.rpartition(".")[2], response.status_code
    if view == "download" and "resource_id" in args and status in (200, 206, 302):
        return hit("download", None, args["resource_id"])
    if status != 200:
        return None
    if endpoint == "api.action":
        return _call(str(args.get("logic_function") or ""), asked)
    if endpoint == "datastore.dump":
        return hit("download", None, args.get("resource_id"))
    if endpoint == "dcat.read_dataset":
        return hit("view" if response.mimetype == "text/html" else "call", args.get("_id"))
    if view == "read" and "package_type" in args:
        if "resource_id" in args:
            return hit("view", None, args["resource_id"])
        return hit("view", args.get("id"))
    return None


def _call(action: str, asked: Request) -> Hit | None:
    if action == "datastore_search_sql":
        found = _TABLE.search(str(_said(asked).get("sql") or "")[:MOST_SQL])
        return hit("call", None, found.group(1)) if found else None
    if action in OF_DATASET:
        return hit("call", str(_said(asked).get("id") or ""))
    if action in OF_RESOURCE:
        said = _said(asked)
        return hit("call", None, str(said.get("resource_id") or said.get("id") or ""))
    return None


def _said(asked: Request) -> Mapping[str, Any]:
    """What a call was given, as CKAN reads it; parsed already, so this costs nothing."""
    if asked.method == "GET":
        return asked.args
    if asked.form:
        return asked.form
    said = asked.get_json(silent=True)
    return said if isinstance(said, dict) else {}


def _headers(asked: Request) -> dict[str, str]:
    return {name.lower(): value for name, value in asked.headers.items()}
