"""Activity streams: an activity keeps the labels its dataset had when it happened.

A dataset that was public last year and is classified today would still be told of, so each
stream is read against today's labels as well. Pages may thereby be shorter than asked.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Action, Context
from ckanext.govopen.adapters import visibility

from . import door

STREAMS = (
    "user_activity_list",
    "group_activity_list",
    "organization_activity_list",
    "recently_changed_packages_activity_list",
    "dashboard_activity_list",
)


@tk.chained_action
@tk.side_effect_free
def _stream(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    activities = original(context, data_dict)
    about = {row["object_id"] for row in activities if _of_dataset(row)}
    if not about or visibility.sees_all(context):
        return activities
    query = sa.select(model.Package).where(model.Package.id.in_(about))
    seen = visibility.visible_ids(context, model.Session.scalars(query))
    return [row for row in activities if not _of_dataset(row) or row["object_id"] in seen]


@tk.chained_action
@tk.side_effect_free
def activity_diff(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Of the two versions compared the older one, too, must be one that the reader may see."""
    visibility.insist(context, door.of_activity(tk.get_or_bust(data_dict, "id")))
    found = original(context, data_dict)
    for activity in found["activities"]:
        reader = visibility.search_context(context)
        try:
            tk.check_access("activity_data_show", reader, {"id": activity["id"]})
        except tk.NotAuthorized:
            raise tk.ObjectNotFound() from None
    return found


def _of_dataset(activity: dict[str, Any]) -> bool:
    return str(activity.get("activity_type") or "").endswith("package")


ACTIONS: dict[str, Action] = {
    **dict.fromkeys(STREAMS, _stream),
    "activity_diff": activity_diff,
}
