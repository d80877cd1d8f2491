"""What a scan of the site found."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.masking.logic import schema
from ckanext.masking.site import listing


@tk.side_effect_free
@tk.validate_action_data(schema.scan_list)
def masking_scan_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What is on the site and should be looked at, of the departments that the caller administers.

    :param state: ``found`` (default), ``unread``, ``clean`` or ``link``
    :param limit: at most so many (20; at most 100)
    :param offset: how many to leave out

    :returns: ``count``, ``counts`` (by state) and ``results``, the latest first: each has
        ``package_id``, ``title``, ``resource_id`` (empty: the texts of the dataset), ``resource``,
        ``state``, ``findings`` (``where``, ``detector``, ``certainty``, ``cells``, ``decided``),
        ``problem`` and ``scanned``
    """
    tk.check_access("masking_scan_list", context, data_dict)
    user = str(context.get("user") or "")
    counts = listing.counts(user)
    results = listing.page(user, data_dict["state"], data_dict["limit"], data_dict["offset"])
    return {"count": counts.get(data_dict["state"], 0), "counts": counts, "results": results}
