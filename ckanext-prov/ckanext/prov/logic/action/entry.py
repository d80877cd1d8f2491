"""The log of a dataset, read and verified."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.prov.adapters import reading, verifying
from ckanext.prov.adapters.reader import visible
from ckanext.prov.domain.record_json import entry_to_dict
from ckanext.prov.logic import schema


@tk.side_effect_free
@tk.validate_action_data(schema.page)
def prov_entry_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What happened to a dataset.

    :param id: id or name of the dataset
    :param limit: how many entries, at most 100 (default 50)
    :param offset: how many to pass over (default 0)
    :param newest_first: the last entry first (default false)

    :returns: ``count`` of all entries, and the ``results``: each with number, activity, times,
        agents, what it used and made, its plan and details, as far as the reader may know them.
        An entity whose id begins with ``hidden:`` is one the reader may not see.
    """
    package, reader = visible(context, data_dict["id"])
    tk.check_access("prov_entry_list", context, {"id": package.id})
    rows = reading.rows(
        package.id,
        limit=data_dict["limit"],
        offset=data_dict["offset"],
        newest_first=data_dict["newest_first"],
    )
    told = reading.entries(package.id, rows, reader)
    return {"count": reading.count(package.id), "results": [entry_to_dict(one) for one in told]}


@tk.side_effect_free
@tk.validate_action_data(schema.dataset)
def prov_chain_verify(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Whether a dataset's log is what was written; also of datasets that were purged.

    :param id: id of the dataset

    :returns: ``whole``, and ``faults`` with the number and id of the entry, and in both languages
        what is wrong with it
    """
    tk.check_access("prov_chain_verify", context, data_dict)
    faults = verifying.dataset(data_dict["id"])
    return {"whole": not faults, "faults": [fault.as_dict() for fault in faults]}
