"""Tags: core lists those of every dataset. The tags of vocabularies are the administrator's."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Action, Context
from ckanext.govopen.adapters import visibility


@tk.chained_action
@tk.side_effect_free
def tag_list(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    tags = original(context, _whole(data_dict))
    return _slice(_visible(context, data_dict, tags), data_dict)


@tk.chained_action
@tk.side_effect_free
def tag_autocomplete(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    tags = original(context, _whole(data_dict))
    return _slice(_visible(context, data_dict, tags), data_dict)


@tk.chained_action
@tk.side_effect_free
def tag_search(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    tags = _visible(context, data_dict, original(context, _whole(data_dict))["results"])
    return {"count": len(tags), "results": _slice(tags, data_dict)}


@tk.chained_action
@tk.side_effect_free
def tag_show(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Raises NotFound for a tag that only hidden datasets bear."""
    tag = original(context, data_dict)
    if not _visible(context, {"vocabulary_id": tag.get("vocabulary_id")}, [tag]):
        raise tk.ObjectNotFound()
    return tag


def _whole(data_dict: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data_dict.items() if key not in ("limit", "offset")}


def _slice(tags: list[Any], data_dict: dict[str, Any]) -> list[Any]:
    start = int(data_dict.get("offset") or 0)
    limit = data_dict.get("limit")
    return tags[start : start + int(limit)] if limit else tags[start:]


def _visible(context: Context, data_dict: dict[str, Any], tags: list[Any]) -> list[Any]:
    if not tags or data_dict.get("vocabulary_id") or visibility.sees_all(context):
        return tags
    known = visibility.visible_facet(context, "tags")
    return [tag for tag in tags if (tag if isinstance(tag, str) else tag["name"]) in known]


ACTIONS: dict[str, Action] = {
    "tag_list": tag_list,
    "tag_autocomplete": tag_autocomplete,
    "tag_search": tag_search,
    "tag_show": tag_show,
}
