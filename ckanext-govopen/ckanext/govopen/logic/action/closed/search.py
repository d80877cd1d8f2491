"""Searches and lists whose answers spoke of more than the reader may see."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchQueryError
from ckan.types import Action, Context
from ckanext.govopen.adapters import visibility
from ckanext.govopen.domain import disclosure
from ckanext.govopen.logic.validators._common import language

FORMATS = 5  # default of format_autocomplete


@tk.chained_action
@tk.side_effect_free
def package_search(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Without the parameters that speak of the whole index (see :mod:`..domain.disclosure`)."""
    if visibility.sees_all(context):
        return original(context, data_dict)
    problems = disclosure.faults(data_dict)
    if problems:
        raise SearchQueryError("; ".join(problem.text(language()) for problem in problems))
    if "facet.mincount" in data_dict:
        minimum = disclosure.minimum_count(data_dict["facet.mincount"])
        data_dict = {**data_dict, "facet.mincount": minimum}
    return original(context, data_dict)


@tk.chained_action
@tk.side_effect_free
def format_autocomplete(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Formats of the datasets the reader may see, the commonest first."""
    if visibility.sees_all(context):
        return original(context, data_dict)
    tk.check_access("format_autocomplete", context, data_dict)
    wanted = str(data_dict.get("q") or "").lower()
    limit = int(data_dict.get("limit") or FORMATS)
    counts = visibility.visible_facet(context, "res_format")
    names = sorted(counts, key=lambda name: (-counts[name], name))
    return [name.lower() for name in names if wanted in name.lower()][:limit]


@tk.chained_action
@tk.side_effect_free
def organization_list(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    return _ordered(original, context, data_dict, "organization")


@tk.chained_action
@tk.side_effect_free
def group_list(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    return _ordered(original, context, data_dict, "groups")


def _ordered(original: Action, context: Context, data_dict: dict[str, Any], field: str) -> Any:
    """Groups by the number of datasets the reader may see; core orders by the number of all."""
    sort = str(data_dict.get("sort") or data_dict.get("order_by") or "").split()
    counted = bool(sort) and sort[0].rstrip(",") in ("package_count", "packages")
    if not counted or visibility.sees_all(context):
        return original(context, data_dict)
    asked = {key: value for key, value in data_dict.items() if key not in ("limit", "offset")}
    groups = original(context, {**asked, "sort": "name asc", "order_by": ""})
    counts = visibility.visible_facet(context, field)
    groups.sort(key=lambda group: counts.get(_name(group), 0), reverse=sort[1:] != ["asc"])
    start = int(data_dict.get("offset") or 0)
    limit = data_dict.get("limit")
    return groups[start : start + int(limit)] if limit else groups[start:]


def _name(group: str | dict[str, Any]) -> str:
    return group if isinstance(group, str) else group["name"]


ACTIONS: dict[str, Action] = {
    "package_search": package_search,
    "format_autocomplete": format_autocomplete,
    "organization_list": organization_list,
    "group_list": group_list,
}
