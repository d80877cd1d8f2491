"""Why a figure is what it is, and what to improve first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.openindex.adapters import explaining
from ckanext.openindex.domain.advice import gains
from ckanext.openindex.logic import schema

from . import subject


@tk.side_effect_free
@tk.validate_action_data(schema.openindex_explain)
def openindex_explain(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """A figure as a tree, from the score down to the evidence of each indicator.

    :param id, kind, version: as of ``openindex_show``

    :returns: ``version``, ``as_of`` (day), ``computed`` (instant), ``input`` (of a dataset:
        ``digest``, SHA-256 of the stored input, and ``since``, when it was gathered), and
        ``explained``: a branch with ``kind`` (score, dimension, indicator, rule, parameters,
        evidence), ``id``, its sentence in ``zh`` and ``en``, and where they apply ``value``,
        ``points``, ``can``, ``datasets``, ``parameters``, ``evidence`` and ``parts``, the branches
        below it
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


def _input(digest: str, since: datetime | None) -> dict[str, Any]:
    return {"digest": digest, "since": since.isoformat() if since else None}
