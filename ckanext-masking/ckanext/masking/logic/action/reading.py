"""Reading protected tables: each caller in the clarity that he is entitled to."""

from __future__ import annotations

import logging
from typing import Any

import ckan.plugins.toolkit as tk
import psycopg2
import sqlalchemy as sa
from ckan.types import Context
from ckanext.masking.adapters import (
    asking,
    auditing,
    clear_search,
    entitlement,
    following,
    protection,
)

log = logging.getLogger(__name__)


@tk.chained_action
@tk.side_effect_free
def datastore_search(next_action: Any, context: Context, data_dict: dict[str, Any]) -> Any:
    """As the action behind it. On a protected table the rows are as clear as the caller may see.

    The answer then has ``masking``: its ``clarity`` (masked, partial or clear), the columns that
    are masked, and whether only a ``purpose`` is missing for a clearer reading.

    :param purpose: what for, when the caller is entitled to read clear (optional; the header
        ``X-Masking-Purpose`` serves as well)
    """
    given = str(data_dict.pop("purpose", "") or "")
    resource_id = data_dict.get("resource_id") or data_dict.get("id")
    found = entitlement.protected(context, resource_id) if isinstance(resource_id, str) else None
    if found is None or not found.row.table_name:
        return next_action(context, data_dict)
    seen = entitlement.view(found, given)
    answer = None
    if seen.clarity != "masked":
        answer = _clearer(context, data_dict, seen)
    clear = answer is not None
    if answer is None:
        answer = next_action(context, data_dict)
    asking.mark(clear=clear)
    answer["masking"] = _told(seen, clear)
    return answer


def _clearer(
    context: Context, data_dict: dict[str, Any], seen: entitlement.View
) -> dict[str, Any] | None:
    """The answer from the clear table; None when it cannot be written down or read."""
    found = seen.protected
    asked = clear_search.validated(context, data_dict)
    asked["resource_id"] = found.row.resource_id
    tk.check_access("datastore_search", context, {"resource_id": found.row.resource_id})
    try:
        answer = clear_search.search(context, asked, found.row, found.columns, seen.levels)
        names = {field["id"] for field in answer["fields"]}
        conditions = clear_search.filters(asked, [column.name for column in found.columns])
        rows = clear_search.rows(answer)
        if rows or conditions:
            columns = [name for name in seen.clearer() if name in names]
            auditing.write(seen, columns, conditions, rows)
    except (sa.exc.SQLAlchemyError, psycopg2.Error) as error:
        log.error("masked values are shown instead of clear ones: %s", type(error).__name__)
        return None
    return answer


def _told(seen: entitlement.View, clear: bool) -> dict[str, Any]:
    pairs = zip(seen.protected.columns, seen.levels, strict=True)
    return {
        "clarity": seen.clarity if clear else "masked",
        "columns": [column.name for column, level in pairs if level >= 0 or not clear],
        "purpose_needed": seen.lacks_purpose,
    }


@tk.chained_action
def datastore_delete(next_action: Any, context: Context, data_dict: dict[str, Any]) -> Any:
    """As the action behind it. ``filters`` on a protected table look at its clear values."""
    resource_id = data_dict.get("resource_id") or data_dict.get("id")
    kept = protection.get(resource_id) if isinstance(resource_id, str) else None
    filters = data_dict.get("filters")
    if kept is None or not kept.table_name:
        return next_action(context, data_dict)
    if filters is None:
        answer = next_action(context, data_dict)
        protection.drop_table(resource_id)
        return answer
    answer = next_action(context, {**data_dict, "filters": {"_id": [-1]}})
    following.delete(str(resource_id), filters)
    return {**answer, "filters": filters}
