"""The page on which a department hands in its workbook."""

from __future__ import annotations

import base64
import secrets
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis
from ckanext.govopen import config
from flask import Blueprint, Response

importing = Blueprint("govopen_importing", __name__, url_prefix="/dataset/import")

KEPT_FOR = 3600
"""Seconds for which the rows that failed can be fetched."""


@importing.route("", methods=["GET", "POST"])
def index() -> Any:
    """Hand in a workbook; what failed comes back with the reasons."""
    try:
        tk.check_access("govopen_dataset_import", {}, {})
    except tk.NotAuthorized as refused:
        return tk.abort(403, str(refused))
    report, errors, token = None, {}, ""
    if tk.request.method == "POST":
        form = tk.request.form
        sent = {
            "upload": tk.request.files.get("upload") or "",
            "organization": form.get("organization", ""),
            "publish": "publish" in form,
        }
        try:
            report = tk.get_action("govopen_dataset_import")({}, sent)
            token = _keep(report["workbook"]) if report["workbook"] else ""
        except tk.ValidationError as error:
            errors = error.error_dict
        except tk.NotAuthorized as refused:
            return tk.abort(403, str(refused))
    asked = {"permission": "create_dataset"}
    organizations = tk.get_action("organization_list_for_user")({}, asked)
    values = {"report": report, "errors": errors, "token": token, "organizations": organizations}
    return tk.render("govopen/import.html", values)


@importing.route("/template.xlsx")
def template() -> Any:
    """The empty workbook."""
    try:
        made = tk.get_action("govopen_dataset_template")({}, {})
    except tk.NotAuthorized as refused:
        return tk.abort(403, str(refused))
    return _download("govopen-import.xlsx", made["mimetype"], base64.b64decode(made["content"]))


@importing.route("/failed/<token>.xlsx")
def failed(token: str) -> Any:
    """The rows that failed, for the user who handed them in."""
    content = connect_to_redis().get(_key(token))
    if content is None:
        return tk.abort(404, tk._("The file is no longer kept; import the workbook again"))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _download("govopen-import-failed.xlsx", kind, content)


def _keep(workbook: dict[str, str]) -> str:
    """Keep a workbook for its user a while; the token of its address."""
    token = secrets.token_urlsafe(18)
    content = base64.b64decode(workbook["content"])
    connect_to_redis().set(_key(token), content, ex=KEPT_FOR)
    return token


def _key(token: str) -> str:
    user = tk.current_user.id if tk.current_user.is_authenticated else ""
    return config.redis_key(f"import:{user}:{token}")


def _download(name: str, mimetype: str, content: bytes) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return Response(content, mimetype=mimetype, headers=headers)
