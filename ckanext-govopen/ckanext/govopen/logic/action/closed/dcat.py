"""The RDF exits: the catalogue holds published datasets only, never another type of CKAN's.

They replace ckanext-dcat's actions: those take any dataset type but two, let a reader choose a
profile that misreads our fields, and fail on a query that is not already encoded.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError, SearchQueryError
from ckan.types import Action, Context
from ckanext.dcat.utils import catalog_uri
from ckanext.govopen import config
from ckanext.govopen.adapters import visibility
from ckanext.govopen.dcat import serving

PUBLISHED = ("+dataset_type:dataset", "+govopen_status:published", "+capacity:public")
ASKED = ("q", "fq", "modified_since")


@tk.chained_action
@tk.side_effect_free
def dcat_catalog_show(original: Action, context: Context, data_dict: dict[str, Any]) -> str:
    """A ``page`` (from 1) of the public catalogue, by ``q``, ``fq`` and ``modified_since``."""
    tk.check_access("dcat_catalog_show", context, data_dict)
    return _catalogue(context, data_dict)


@tk.chained_action
@tk.side_effect_free
def dcat_catalog_search(original: Action, context: Context, data_dict: dict[str, Any]) -> str:
    """The same under ckanext-dcat's other name."""
    tk.check_access("dcat_catalog_search", context, data_dict)
    return _catalogue(context, data_dict)


@tk.chained_action
@tk.side_effect_free
def dcat_dataset_show(original: Action, context: Context, data_dict: dict[str, Any]) -> str:
    """One dataset (``id``, ``format``). Raises ObjectNotFound for another type of CKAN's."""
    tk.check_access("dcat_dataset_show", context, data_dict)
    wanted = {"id": tk.get_or_bust(data_dict, "id")}
    shown = tk.get_action("package_show")(visibility.search_context(context), wanted)
    if shown["type"] != visibility.DATASET_TYPE:
        raise tk.ObjectNotFound()
    return serving.dataset(shown, data_dict.get("format"))


def _catalogue(context: Context, data_dict: dict[str, Any]) -> str:
    page, size = _page(data_dict), config.rdf_page()
    query = {
        "q": data_dict.get("q") or "*:*", "fq": _filter(data_dict), "rows": size,
        "start": size * (page - 1), "sort": "metadata_modified desc, id asc", "facet": "false",
    }  # fmt: skip
    try:
        found = tk.get_action("package_search")(visibility.search_context(context), query)
    except (SearchError, SearchQueryError) as error:
        raise tk.ValidationError({"q": [str(error)]}) from error
    paging = _paging(data_dict, page, size, found["count"])
    return serving.catalogue(found["results"], paging, data_dict.get("format"))


def _page(data_dict: dict[str, Any]) -> int:
    try:
        page = int(data_dict.get("page") or 1)
    except ValueError:
        page = 0
    if page < 1:
        raise tk.ValidationError({"page": [tk._("A page is a whole number from 1.")]})
    return page


def _filter(data_dict: dict[str, Any]) -> str:
    parts = list(PUBLISHED)
    if data_dict.get("fq"):
        parts.append(f"+({data_dict['fq']})")
    if data_dict.get("modified_since"):
        try:
            since = datetime.fromisoformat(str(data_dict["modified_since"]))
        except ValueError as error:
            message = tk._("Wrong date; write it as 2026-01-31.")
            raise tk.ValidationError({"modified_since": [message]}) from error
        parts.append(f"+metadata_modified:[{since.replace(tzinfo=None).isoformat()}Z TO *]")
    return " ".join(parts)


def _paging(data_dict: dict[str, Any], page: int, size: int, count: int) -> dict[str, Any]:
    if not count:
        return {}
    address = f"{catalog_uri().rstrip('/')}/catalog.{data_dict.get('format') or 'xml'}"
    asked = {key: data_dict.get(key) for key in ASKED}
    last = -(-count // size)
    pages = {
        "current": page, "first": 1, "last": last,
        "previous": page - 1 if 1 < page <= last + 1 else 0, "next": page + 1 if page < last else 0,
    }  # fmt: skip
    addresses = {
        key: serving.page_address(address, asked, number) for key, number in pages.items() if number
    }
    return {**addresses, "count": count, "per_page": size}


ACTIONS: dict[str, Action] = {
    "dcat_catalog_show": dcat_catalog_show,
    "dcat_catalog_search": dcat_catalog_search,
    "dcat_dataset_show": dcat_dataset_show,
}
