"""Departments, people and datasets that the tests of the index share."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.tests import helpers
from ckanext.openindex.model import MarkRow
from werkzeug.datastructures import FileStorage


def unique(word: str = "") -> str:
    return f"{word}{uuid4().hex[:8]}"


def act(action: str, user: str = "", **data: Any) -> Any:
    """Call an action as ``user``; without one, as the system."""
    if user:
        return helpers.call_action(action, {"user": user, "ignore_auth": False}, **data)
    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return helpers.call_action(action, {"user": site, "ignore_auth": True}, **data)


def seen(action: str, user: str = "", **data: Any) -> Any:
    """Call an action as ``user``; without one, as an anonymous reader."""
    return helpers.call_action(action, {"user": user, "ignore_auth": False}, **data)


def department(title: str = "水务局", division: str = "520100", **fields: Any) -> dict[str, Any]:
    own = {"division_code": division} if p.plugin_loaded("govopen") else {}
    given = {"name": unique("d-"), "title": unique(title), **own, **fields}
    return act("organization_create", **given)


def dataset(owner: dict[str, Any], user: str = "", **fields: Any) -> dict[str, Any]:
    """A public dataset with one CSV, whichever plugins are there."""
    given = {"name": unique("x-"), "title": unique("水库名录"), "owner_org": owner["id"]}
    if p.plugin_loaded("govopen"):
        given |= {
            "notes": "名称和库容。", "theme": "07", "open_type": "unconditional",
            "update_cycle": "yearly", "status": "published",
        }  # fmt: skip
    rows = {"url": "https://data.example/rows.csv", "name": "Rows", "format": "CSV"}
    return act("package_create", user, **{"resources": [rows], **given, **fields})


def person() -> dict[str, str]:
    """What ``user_create`` wants of a new person."""
    name = unique("p-")
    return {"name": name, "email": f"{name}@example.org", "password": unique("Pass-word-9-")}


def signed_in(user: str) -> dict[str, str]:
    """The header by which a request is ``user``'s; none without."""
    if not user:
        return {}
    given = {"user": user, "name": unique("t-")}
    made = tk.get_action("api_token_create")({"ignore_auth": True, "user": user}, given)
    return {"Authorization": made["token"]}


def marks(dataset_id: str = "") -> list[str]:
    """Why a dataset (all, without one) is to be computed."""
    query = sa.select(MarkRow.why).order_by(MarkRow.id)
    if dataset_id:
        query = query.where(MarkRow.dataset_id == dataset_id)
    return list(model.Session.scalars(query))


def upload(text: str | bytes, name: str = "data.csv") -> FileStorage:
    data = text.encode() if isinstance(text, str) else text
    return FileStorage(io.BytesIO(data), filename=name)
