"""Departments, people, datasets and files that the tests of the log share."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories, helpers
from ckanext.prov.model import EntryRow, HeadRow
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


def department(title: str = "水务局") -> dict[str, Any]:
    division = {"division_code": "520100"} if tk.asbool(has_plugin("govopen")) else {}
    name = unique("d-")
    return act("organization_create", name=name, title=unique(title), **division)


def has_plugin(name: str) -> bool:
    import ckan.plugins as p

    return bool(p.plugin_loaded(name))


def person(role: str = "", of: dict[str, Any] | None = None) -> str:
    """A user's name; with ``role``, a member of a department."""
    user = factories.User(name=unique("u-"), email=f"{unique()}@example.com")["name"]
    if of is not None:
        member = {"id": of["id"], "object": user, "object_type": "user", "capacity": role}
        act("member_create", **member)
    return user


def dataset(owner: dict[str, Any], user: str = "", **fields: Any) -> dict[str, Any]:
    """A public dataset, whichever plugins are there."""
    given = {"name": unique("x-"), "title": unique("水库名录"), "owner_org": owner["id"]}
    if has_plugin("govopen"):
        given |= {
            "notes": "名称和库容。", "theme": "07", "open_type": "unconditional",
            "update_cycle": "yearly", "status": "published",
        }  # fmt: skip
    return act("package_create", user, **{**given, **fields})


def upload(text: str | bytes, name: str = "data.csv") -> FileStorage:
    data = text.encode() if isinstance(text, str) else text
    return FileStorage(io.BytesIO(data), filename=name)


def entries(dataset_id: str) -> list[EntryRow]:
    """The rows of a dataset's log, in order."""
    query = sa.select(EntryRow).where(EntryRow.dataset_id == dataset_id)
    return list(model.Session.scalars(query.order_by(EntryRow.number)))


def told(dataset_id: str) -> list[str]:
    return [row.activity for row in entries(dataset_id)]


def last(dataset_id: str, activity: str) -> dict[str, Any]:
    """The newest entry of a kind."""
    return [row.body for row in entries(dataset_id) if row.activity == activity][-1]


def head(dataset_id: str) -> HeadRow:
    query = sa.select(HeadRow).where(HeadRow.dataset_id == dataset_id)
    return model.Session.scalars(query.execution_options(populate_existing=True)).one()
