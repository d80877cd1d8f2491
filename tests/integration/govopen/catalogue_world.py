"""Departments, readers and datasets that the tests of the catalogue share; every name is unique."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories, helpers


def unique(word: str = "") -> str:
    return f"{word}{uuid4().hex[:8]}"


def act(action: str, user: str = "", **data: Any) -> Any:
    """Call an action as ``user``; without one, as the system."""
    context = {"user": user, "ignore_auth": False} if user else {"ignore_auth": True}
    if not user:
        context["user"] = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return helpers.call_action(action, context=context, **data)


def seen(action: str, user: str = "", **data: Any) -> Any:
    """Call an action as ``user``; without one, as an anonymous reader."""
    return helpers.call_action(action, context={"user": user, "ignore_auth": False}, **data)


def refused(action: str, user: str = "", **data: Any) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as raised:
        act(action, user, **data)
    return raised.value.error_dict


def department(word: str = "水务局", **fields: Any) -> dict[str, Any]:
    return act(
        "organization_create", **{"title": unique(word), "division_code": "520100", **fields}
    )


def dataset(owner: dict[str, Any], **fields: Any) -> dict[str, Any]:
    given = {
        "title": unique("水库名录"), "notes": "名称和库容。", "owner_org": owner["id"],
        "theme": "07", "open_type": "unconditional", "update_cycle": "yearly",
        "status": "published",
    }  # fmt: skip
    return act("package_create", **{**given, **fields})


CLASSIFIED = {
    "grade": "classified", "share_type": "none", "no_share_basis": "《保守国家秘密法》第九条",
    "open_type": "none", "no_open_basis": "《保守国家秘密法》第九条",
}  # fmt: skip


def person(role: str = "", of: dict[str, Any] | None = None) -> str:
    """A user's name; with ``role``, a member of a department."""
    user = factories.User(name=unique("u-"), email=f"{unique()}@example.com")["name"]
    if of is not None:
        member = {"id": of["id"], "object": user, "object_type": "user", "capacity": role}
        act("member_create", **member)
    return user


def home_of(pkg: dict[str, Any], user: str = "") -> dict[str, Any]:
    return act("govopen_node_show", user, id=pkg["subcatalogue"])
