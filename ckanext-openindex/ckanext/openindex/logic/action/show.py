"""A figure as it is now, and as it was."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from ckanext.openindex.adapters import figures
from ckanext.openindex.adapters.figures import Found
from ckanext.openindex.domain.methodology.model import UNITS
from ckanext.openindex.domain.rollup import ROOT
from ckanext.openindex.logic import schema
from ckanext.openindex.model import HistoryRow

from . import subject


@tk.side_effect_free
@tk.validate_action_data(schema.openindex_show)
def openindex_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The present figure of a dataset, a department, a division, or the whole.

    :param id: id or name of a dataset or organization, or code of a division; empty for the whole
    :param kind: ``dataset``, ``organization`` or ``division``; empty for the whole
    :param version: of the methodology (optional; default: the one that is shown)

    :returns: a dictionary:

        - ``version``, ``kind`` (``dataset``, ``department``, ``county``, ``city`` or
          ``province``), ``id``, ``name`` (for addresses; the code of a division), ``title``
        - ``score`` from 0 to 100, None when nothing applies; ``band``, the id of a band, or empty
        - ``datasets``: how many it is made of
        - ``dimensions``: in order, each with ``id``, ``value`` from 0 to 1 (None: not
          applicable), ``datasets`` it applies to, the ``points`` of the score it gives, those it
          ``can`` give, and ``rules``, its indicators, each with the same keys
        - ``path``: what it belongs to, the nearest first, each with ``kind``, ``id``, ``title``
        - ``rank``: ``position`` and ``of`` among all of its kind, None for datasets and the whole
        - ``change``: ``since`` (a day, some 30 days ago) and ``score`` (how much more it is now),
          None where history does not reach so far
        - ``totals`` (nodes): resources, records, bytes, views_30, downloads_30, api_calls_30,
          unconditional, conditional, closed, where not 0; ``bands``: datasets by band
        - ``mqa`` (datasets): points out of 405 by the EU's metadata quality assessment
        - ``computed``: instant of the computation
    """
    tk.check_access("openindex_show", context, data_dict)
    by = subject.methodology(data_dict)
    found = subject.find(context, data_dict, by)
    return {**describe(found), **_around(found)}


@tk.side_effect_free
@tk.validate_action_data(schema.openindex_history)
def openindex_history(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What a figure was at the end of past days, the latest first.

    Nodes have each day; a dataset has the days on which something changed, each of which holds
    until the next. A dataset that is no longer public has no history to be seen.

    :param id, kind, version: as of ``openindex_show``
    :param from: first day (optional)
    :param to: last day (optional)
    :param limit: at most 1000 (default 366)
    :param offset: how many to pass over (default 0)

    :returns: ``count`` of all days, ``version``, and ``results``: each with ``day``, ``score``,
        ``band``, ``datasets``, ``dimensions`` (``{id: value from 0 to 1}``), ``parent_id`` (what it
        belonged to then), ``title`` (then), and ``gone`` (it was not public that day)
    """
    tk.check_access("openindex_history", context, data_dict)
    by = subject.methodology(data_dict)
    kind, one = subject.named(context, data_dict)
    if kind == "dataset" and figures.dataset(by, one) is None:
        raise subject.nothing()
    row = HistoryRow
    wanted = [row.id == one, row.kind.in_(["dataset"] if kind == "dataset" else UNITS)]
    wanted += [row.day >= data_dict["from"]] if data_dict.get("from") else []
    wanted += [row.day <= data_dict["to"]] if data_dict.get("to") else []
    limit, offset = data_dict["limit"], data_dict["offset"]
    count, rows = figures.history(by.version, wanted, limit, offset)
    results = [
        {
            "day": row.day.isoformat(),
            "score": row.score,
            "band": row.band,
            "datasets": row.datasets,
            "dimensions": row.dimensions,
            "parent_id": row.parent_id,
            "title": row.title,
            "gone": row.gone,
        }
        for row in rows
    ]
    return {"version": by.version, "count": count, "results": results}


def describe(found: Found) -> dict[str, Any]:
    """What is shown of a figure wherever it stands."""
    row, said = found.row, found.figure
    return {
        "version": said.version,
        "kind": found.kind,
        "id": found.id,
        "score": said.score,
        "band": said.band,
        "datasets": said.datasets,
        "dimensions": [dimension(one) for one in said.dimensions],
        "computed": row.computed.isoformat(),
    }


def dimension(one: Any) -> dict[str, Any]:
    """A dimension or an indicator of a figure, with every key."""
    said = {
        "id": one.id,
        "value": one.value,
        "datasets": one.datasets,
        "points": one.points,
        "can": one.can,
    }
    rules = getattr(one, "rules", None)
    return said if rules is None else {**said, "rules": [dimension(rule) for rule in rules]}


def _around(found: Found) -> dict[str, Any]:
    row, version = found.row, found.figure.version
    change = figures.changes(version, found.kind, {found.id: found.figure.score})
    said: dict[str, Any] = {"change": change.get(found.id)}
    if found.kind == "dataset":
        package = model.Package.get(found.id)
        said |= {"name": package.name, "title": package.title or package.name, "rank": None}
        said["mqa"] = row.mqa
        above = figures.above(version, row.node_id)
    else:
        group = model.Group.get(found.id) if found.kind == "department" else None
        name = group.name if group else ("" if found.id == ROOT else found.id)
        said |= {"name": name, "title": row.title, "rank": figures.rank(row)}
        said |= {"totals": row.sums["totals"], "bands": row.sums["bands"]}
        above = figures.above(version, row.parent_id)
    path = [{"kind": one.kind, "id": one.id, "title": one.title} for one in above]
    return {**said, "path": path}
