"""The door of every page that names one dataset: hidden and missing look the same.

Some of core's pages answer 403 for what exists and is hidden, others fail for what is missing;
here both are one 404, before the page looks at anything else.
"""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.dcat.utils import CONTENT_TYPES
from ckanext.govopen.adapters import visibility
from ckanext.govopen.logic.action.closed import door
from ckanext.govopen.logic.action.closed.door import Finder
from flask import Blueprint, Response, request

closed = Blueprint("govopen_closed", __name__)

GUARDED = ("/dataset/", "/harvest/", "/datastore/")
FINDERS: dict[str, Finder] = {
    "id": door.dataset,
    "_id": door.dataset,
    "source": door.dataset,
    "resource_id": door.of_resource,
    "view_id": door.of_view,
    "activity_id": door.of_activity,
}
# Where ``id`` is not a dataset's: None for a job's, or a raw record's, which has a rule of its own.
OTHER_IDS: dict[str, Finder | None] = {
    "activity.package_changes": door.of_activity,
    "harvester.job_abort": None,
    "harvester.job_show": None,
    "harvester.object_show": None,
}


@closed.before_app_request
def one_answer() -> Response | None:
    """Abort with 404 for a dataset that the reader may not see, and for an unknown RDF format."""
    rule = request.url_rule
    values = request.view_args or {}
    if "_format" in values and values["_format"] not in CONTENT_TYPES:
        tk.abort(404)
    if rule is None or not rule.rule.startswith(GUARDED):
        return None
    user = tk.current_user
    context = Context(user=user.name if user.is_authenticated else "", auth_user_obj=user)
    if visibility.sees_all(context):
        return None
    for key, value in values.items():
        find = FINDERS.get(key)
        if key == "id" and request.endpoint in OTHER_IDS:
            find = OTHER_IDS[request.endpoint]
        elif key == "resource_id" and rule.rule.startswith("/datastore/"):
            find = door.of_table
        if find and not visibility.may_see(context, find(str(value))):
            tk.abort(404, tk._("Dataset not found"))
    return None
