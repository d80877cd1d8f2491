"""What was asked of the catalogue, and the datasets that answer it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Final
from urllib.parse import urlencode

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError, SearchQueryError
from ckanext.dcat.utils import catalog_uri
from ckanext.prov import config
from ckanext.prov.fragments import listing
from ckanext.prov.fragments.listing import Listed
from ckanext.prov.interfaces import ICatalogue

_ID: Final = re.compile(r"[\w-]{1,100}\Z")
MOST_PAGE: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A page (from 1) of the catalogue, behind the dataset ``after`` where a link says so."""

    page: int = 1
    after: str = ""
    q: str = ""
    fq: str = ""
    since: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The datasets of a page in the catalogue's order, and how many answer altogether."""

    asked: Asked
    rows: list[Listed]
    count: int
    size: int


def parse(data_dict: Mapping[str, Any]) -> Asked:
    """Raises ValidationError for a page, a date or a position that is none."""
    return Asked(
        page=_page(data_dict.get("page")),
        after=_position(data_dict.get("after")),
        q=str(data_dict.get("q") or ""),
        fq=str(data_dict.get("fq") or ""),
        since=_since(data_dict.get("modified_since")),
        words=str(data_dict.get("modified_since") or ""),
    )


def find(asked: Asked) -> Found:
    """Ask the database, or the index when there are words or a filter.

    Raises ValidationError for a query that the index does not understand.
    """
    size = config.rdf_page()
    if asked.q or asked.fq:
        return _searched(asked, size)
    offset = 0 if asked.after else size * (asked.page - 1)
    rows = listing.page(size, after=asked.after, offset=offset, since=asked.since)
    return Found(asked, rows, listing.count(asked.since), size)


def links(found: Found, extension: str) -> dict[str, str]:
    """Addresses of this page and others; the next one goes on behind the last dataset."""
    asked, last = found.asked, max(1, -(-found.count // found.size))
    address = f"{catalog_uri().rstrip('/')}/catalog.{extension}"
    kept = {"q": asked.q, "fq": asked.fq, "modified_since": asked.words}
    kept = {key: value for key, value in kept.items() if value}

    def at(page: int, after: str = "") -> str:
        position = {"after": after} if after else {}
        return f"{address}?{urlencode({**kept, 'page': page, **position})}"

    made = {"current": at(asked.page, asked.after), "first": at(1), "last": at(last)}
    if 1 < asked.page <= last + 1:
        made["previous"] = at(asked.page - 1)
    if asked.page < last and len(found.rows) == found.size:
        made["next"] = at(asked.page + 1, found.rows[-1].id)
    return made


def _searched(asked: Asked, size: int) -> Found:
    filters = ["+dataset_type:dataset", "+capacity:public"]
    filters += [plugin.catalogue_filter() for plugin in p.PluginImplementations(ICatalogue)]
    if asked.fq:
        filters.append(f"+({asked.fq})")
    if asked.since is not None:
        filters.append(f"+metadata_modified:[{asked.since.isoformat()}Z TO *]")
    start = 0 if asked.after else size * (asked.page - 1)
    behind = [f'+id:{{"{asked.after}" TO *]'] if asked.after else []
    ids, count = _search(asked.q, [*filters, *behind], size, start)
    if behind:
        _, count = _search(asked.q, filters, 0, 0)
    return Found(asked, listing.named(ids), count, size)


def _search(q: str, filters: list[str], rows: int, start: int) -> tuple[list[str], int]:
    query = {
        "q": q or "*:*", "fq": " ".join(filter(None, filters)), "rows": rows, "start": start,
        "sort": "id asc", "fl": ["id"], "facet": "false",
    }  # fmt: skip
    anonymous = {"user": "", "auth_user_obj": None, "ignore_auth": False}
    try:
        found = tk.get_action("package_search")(anonymous, query)
    except (SearchError, SearchQueryError) as error:
        raise tk.ValidationError({"q": [str(error)]}) from error
    return [row["id"] for row in found["results"]], found["count"]


def _page(given: Any) -> int:
    try:
        page = int(given or 1)
    except ValueError:
        page = 0
    if not 1 <= page <= MOST_PAGE:
        raise tk.ValidationError({"page": [tk._("A page is a whole number from 1.")]})
    return page


def _position(given: Any) -> str:
    if given and not _ID.match(str(given)):
        message = tk._("A position is the id of a dataset; follow the links of the page before.")
        raise tk.ValidationError({"after": [message]})
    return str(given or "")


def _since(given: Any) -> datetime | None:
    if not given:
        return None
    try:
        since = datetime.fromisoformat(str(given))
    except ValueError as error:
        message = tk._("Wrong date; write it as 2026-01-31.")
        raise tk.ValidationError({"modified_since": [message]}) from error
    return since.astimezone(timezone.utc).replace(tzinfo=None) if since.tzinfo else since
