"""Why a figure is what it is, and what to improve first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.openindex.adapters import explaining, lists
from ckanext.openindex.adapters.figures import Found
from ckanext.openindex.domain.advice import gains
from ckanext.openindex.logic import schema

from . import subject


@tk.side_effect_free
@tk.validate_action_data(schema.openindex_explain)
def openindex_explain(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """A figure as a tree, from the score down to the evidence of each indicator.

    :param id, kind, version: as of ``openindex_show``

    :returns: ``version``, ``as_of`` (day), ``computed`` (instant), ``input`` (of a dataset:
        ``digest``, SHA-256 of the stored input, and ``since``, when it was gathered),
        ``explained``: a branch with ``kind`` (score, dimension, indicator, rule, formula,
        parameters, evidence), ``id``, its sentence in ``zh`` and ``en``, and where they apply
        ``value``, ``points``, ``can``, ``datasets``, ``weight`` (percent), ``whole`` (what weight
        times datasets adds up to over all that apply beside it), ``parameters``, ``evidence`` and
        ``parts``, the branches below it; and ``mqa`` (of a dataset): ``points`` of ``most`` by the
        EU's metadata quality assessment, its ``band``, and ``dimensions`` with their ``metrics``;
        ``members``, the nodes directly below (at most 100 of ``members_count``), each with
        ``kind``, ``id``, ``name``, ``title``, ``datasets``, ``score`` and ``band``: what is added
        up of an indicator is what theirs add up to, and their datasets', which
        ``openindex_dataset_list`` gives
    """
    tk.check_access("openindex_explain", context, data_dict)
    by = subject.methodology(data_dict)
    found = subject.find(context, data_dict, by)
    told = explaining.explain(by, found)
    if told is None:
        raise subject.nothing()
    return {
        "version": by.version,
        "as_of": told.as_of.isoformat(),
        "computed": found.row.computed.isoformat(),
        "input": _input(told.digest, told.since) if found.kind == "dataset" else None,
        "explained": told.tree.as_dict(),
        "mqa": told.mqa,
        **_members(by.version, found),
    }


@tk.side_effect_free
@tk.validate_action_data(schema.openindex_advice)
def openindex_advice(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What to improve first: the indicators that lack most points of the score.

    :param id, kind, version: as of ``openindex_show``
    :param limit: at most 100 (default 10)

    :returns: ``version``, ``count``, and ``results``, most first: each with ``id`` of the
        indicator, ``dimension``, ``points`` that could be gained, ``value`` now (0 to 1),
        ``datasets`` it applies to, and ``title`` and ``gain`` (how), as ``{"zh": …, "en": …}``
    """
    tk.check_access("openindex_advice", context, data_dict)
    by = subject.methodology(data_dict)
    found = subject.find(context, data_dict, by)
    rules = {rule.id: rule for rule in by.rules}
    every = gains(by, found.figure)
    results = [
        {
            "id": one.id,
            "dimension": one.dimension,
            "points": one.points,
            "value": one.value,
            "datasets": one.datasets,
            "title": {"zh": rules[one.id].title.zh, "en": rules[one.id].title.en},
            "gain": {"zh": rules[one.id].gain.zh, "en": rules[one.id].gain.en},
        }
        for one in every[: data_dict["limit"]]
    ]
    return {"version": by.version, "count": len(every), "results": results}


def _members(version: str, found: Found) -> dict[str, Any]:
    if found.kind == "dataset":
        return {"members_count": 0, "members": []}
    count, rows = lists.members(version, found.id, schema.MOST)
    members = [
        {
            "kind": row.kind,
            "id": row.id,
            "name": name or row.id,
            "title": row.title,
            "datasets": row.datasets,
            "score": row.score,
            "band": row.band,
        }
        for row, name in rows
    ]
    return {"members_count": count, "members": members}


def _input(digest: str, since: datetime | None) -> dict[str, Any]:
    return {"digest": digest, "since": since.isoformat() if since else None}
