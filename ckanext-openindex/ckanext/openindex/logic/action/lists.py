"""Rankings of departments and divisions, the map, and datasets in an order."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.openindex.adapters import figures, lists
from ckanext.openindex.domain.methodology import Methodology
from ckanext.openindex.logic import schema

from . import subject


@tk.side_effect_free
@tk.validate_action_data(schema.openindex_ranking)
def openindex_ranking(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Departments, counties or cities in their order.

    :param level: ``department`` (default), ``county`` or ``city``
    :param within: code of a division: only what lies in it (optional)
    :param q: only those whose title has these words (optional)
    :param sort: ``score`` (default), ``datasets``, ``title`` or the id of a dimension
    :param ascending: the lowest first (default false)
    :param version: of the methodology (optional; default: the one that is shown)
    :param limit: at most 100 (default 20)
    :param offset: how many to pass over (default 0)

    :returns: ``count``, ``version``, and ``results``: each with ``rank`` (by score, among all of
        the level), ``kind``, ``id``, ``name`` (for addresses), ``title``, ``division_code``,
        ``parent`` (``id`` and ``title``, or None), ``datasets``, ``score``, ``band``,
        ``dimensions`` (``{id: value from 0 to 1 or None}``) and ``change`` (as of
        ``openindex_show``)
    """
    tk.check_access("openindex_ranking", context, data_dict)
    by = subject.methodology(data_dict)
    _check_sort(by, data_dict["sort"])
    count, rows = lists.nodes(
        by.version, data_dict["level"], within=data_dict["within"], words=data_dict["q"],
        by=data_dict["sort"], ascending=data_dict["ascending"], limit=data_dict["limit"],
        offset=data_dict["offset"],
    )  # fmt: skip
    now = {row.id: row.score for row, *_ in rows}
    changes = figures.changes(by.version, data_dict["level"], now)
    results = [
        {
            "rank": rank if row.score is not None else None,
            "kind": row.kind,
            "id": row.id,
            "name": name or row.id,
            "title": row.title,
            "division_code": row.division_code,
            "parent": {"id": row.parent_id, "title": above} if row.parent_id else None,
            "datasets": row.datasets,
            "score": row.score,
            "band": row.band,
            "dimensions": {one["id"]: one.get("value") for one in row.dimensions},
            "change": changes.get(row.id),
        }
        for row, rank, name, above in rows
    ]
    return {"version": by.version, "count": count, "results": results}


@tk.side_effect_free
@tk.validate_action_data(schema.openindex_node_list)
def openindex_node_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """All divisions with their scores, as a map needs them, or all departments.

    :param level: ``department``, ``county`` or ``city``; empty: counties, cities and the whole
    :param version: of the methodology (optional; default: the one that is shown)
    :param limit: at most 1000 (the default)
    :param offset: how many to pass over (default 0)

    :returns: ``count``, ``version``, and ``results``: each with ``id``, ``kind``, ``parent_id``,
        ``title``, ``division_code``, ``datasets``, ``score`` and ``band``
    """
    tk.check_access("openindex_node_list", context, data_dict)
    by = subject.methodology(data_dict)
    kinds = [data_dict["level"]] if data_dict["level"] else ["county", "city", "province"]
    count, rows = lists.all_nodes(by.version, kinds, data_dict["limit"], data_dict["offset"])
    return {"version": by.version, "count": count, "results": rows}


@tk.side_effect_free
@tk.validate_action_data(schema.openindex_dataset_list)
def openindex_dataset_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Public datasets of the whole, a department or a division, in an order.

    :param id, kind, version: as of ``openindex_show``, without datasets
    :param order: ``hottest`` (views, downloads and calls of 30 days), ``newest`` (by when the data
        changed), ``costly`` (those that cost the score most, sought among the 500 with the lowest
        score) or ``best``
    :param limit: at most 100 (default 10)
    :param offset: how many to pass over (default 0)

    :returns: ``count``, ``version``, and ``results``: each with ``id``, ``name``, ``title``,
        ``score``, ``band``, ``dimensions`` and ``indicators`` (``{id: value from 0 to 1 or
        None}``; those of indicators add up to what ``openindex_explain`` tells of a node),
        ``uses_30``, ``updated`` (an instant or None) and, in the order ``costly``, ``cost``: the
        ``points`` that what was asked for lacks because of it, and the ids of up to three
        indicators that make up ``most`` of them. One that has just ceased to be public is left out.
    """
    tk.check_access("openindex_dataset_list", context, data_dict)
    by = subject.methodology(data_dict)
    if data_dict["kind"] == "dataset":
        message = tk._("Unknown value; choose one of: {}").format("organization, division")
        raise tk.ValidationError({"kind": [message]})
    _, within = subject.named(context, data_dict)
    order, limit, offset = data_dict["order"], data_dict["limit"], data_dict["offset"]
    costs: dict[str, Any] = {}
    if order == "costly":
        count, rows, costs = lists.costly(by, within, limit, offset)
    else:
        count, rows = lists.datasets(
            by.version, order, within=within, limit=limit, offset=offset
        )
    results = [
        {
            "id": row.dataset_id,
            "name": package.name,
            "title": package.title or package.name,
            "score": row.score,
            "band": row.band,
            "dimensions": row.dimensions,
            "indicators": {key: value for key, (value, _) in json.loads(row.indicators).items()},
            "uses_30": int(row.heat or 0),
            "updated": row.updated.isoformat() if row.updated else None,
        }
        for row, package in rows
    ]
    if order == "costly":
        for one in results:
            one["cost"] = costs.get(one["id"])
    return {"version": by.version, "count": count, "results": results}


def _check_sort(by: Methodology, given: str) -> None:
    known = ("score", "datasets", "title", *(one.id for one in by.dimensions))
    if given not in known:
        message = tk._("Unknown value; choose one of: {}").format(", ".join(known))
        raise tk.ValidationError({"sort": [message]})
