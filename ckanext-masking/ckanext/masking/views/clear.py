"""Downloads of clear files by those entitled, what caches are told, and the form for a purpose."""

from __future__ import annotations

import logging
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Response
from ckanext.masking.adapters import asking, auditing, entitlement, vault
from flask import Blueprint, request
from werkzeug.wsgi import wrap_file

clear = Blueprint("masking_clear", __name__)
log = logging.getLogger(__name__)


@clear.before_app_request
def begin() -> Response | None:
    """Note what the request says of itself; answer a download of a clear file."""
    asking.begin()
    resource_id = (request.view_args or {}).get("resource_id")
    if not resource_id or asking.current().exit != "download":
        return None
    user = tk.current_user.name if tk.current_user.is_authenticated else ""
    found = entitlement.protected({"user": user}, str(resource_id))
    if found is None:
        return None
    asking.mark(clear=False)
    seen = entitlement.view(found)
    if not (seen.file and seen.purpose) or not vault.has(str(found.row.upload_id)):
        return None
    return _file(seen, str((request.view_args or {}).get("id") or found.package_id))


@clear.after_app_request
def tell_caches(response: Response) -> Response:
    """Answers on protected resources differ by reader."""
    return asking.headers(response)


def _file(seen: entitlement.View, dataset: str) -> Response | None:
    """The clear file; None sends the reader to CKAN's own answer, the masked one."""
    found = seen.protected
    try:
        resource = tk.get_action("resource_show")({}, {"id": found.row.resource_id})
        tk.get_action("package_show")({}, {"id": dataset})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    if resource.get("url_type") != "upload":
        return None
    try:
        file: Any = vault.open_kept(str(found.row.upload_id))
    except OSError as error:
        log.error("masked values are sent instead of clear ones: %s", type(error).__name__)
        return None
    if not _written_down(seen, 0 if request.method == "HEAD" else int(found.row.rows)):
        file.close()
        return None
    asking.mark(clear=True)
    return _answer(file, resource, str((request.view_args or {}).get("filename") or ""))


def _written_down(seen: entitlement.View, rows: int) -> bool:
    """Write the reading down; of a question for the size alone, that no row was read."""
    columns = [column.name for column in (*seen.protected.columns, *seen.protected.others)]
    try:
        auditing.write(seen, columns, [], rows)
    except sa.exc.SQLAlchemyError as error:
        log.error("masked values are sent instead of clear ones: %s", type(error).__name__)
        model.Session.rollback()
        return False
    return True


def _answer(file: Any, resource: dict[str, Any], filename: str) -> Response:
    """The file, or the part that was asked for. It has no ETag and no date, for no cache may
    hold it nor answer for it."""
    response = Response(
        wrap_file(request.environ, file),
        mimetype=resource.get("mimetype") or "application/octet-stream",
        direct_passthrough=True,
    )
    response.content_length = file.size
    name = filename or str(resource["url"]).rsplit("/", 1)[-1]
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response.make_conditional(request.environ, accept_ranges=True, complete_length=file.size)


@clear.route("/masking/purpose/<resource_id>", methods=["POST"])
def say(resource_id: str) -> Any:
    """Take down what an entitled reader reads for, until his session ends; none takes it back."""
    try:
        resource = tk.get_action("resource_show")({}, {"id": resource_id})
        package = tk.get_action("package_show")({}, {"id": resource["package_id"]})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("Resource not found"))
    said = asking.cleaned(request.form.get("purpose"))
    if said:
        asking.remember(resource_id, said)
    else:
        asking.forget(resource_id)
    return tk.redirect_to(
        f"{package['type']}_resource.read", id=package["name"], resource_id=resource_id
    )
