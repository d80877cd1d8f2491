"""Who the reader is, in the terms of :mod:`..domain.visibility`: CKAN's side of the one rule."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model

from .. import config


def dataset_labels(dataset: model.Package, default: list[str]) -> list[str]:
    """Permission labels of a dataset; other dataset types keep CKAN's ``default``."""
    if dataset.type != "dataset" or dataset.state != "active":
        return default
    grade = dataset.extras.get("grade") or "public"
    status = dataset.extras.get("status") or "published"
    if status in ("draft", "submitted"):
        return [f"member-{dataset.owner_org}"]
    if grade == "public":
        return default
    if grade == "internal":
        return ["govopen-internal"]
    return [f"govopen-classified-{dataset.owner_org}", "govopen-authority"]


def user_labels(user: model.User | None, default: list[str]) -> list[str]:
    """Permission labels a reader holds."""
    if user is None or user.is_anonymous:
        return default
    labels = list(default)
    roles = _roles(user.id)
    if roles:
        labels.append("govopen-internal")
    labels += [f"govopen-classified-{org}" for org, _, role in roles if role in ("admin", "editor")]
    authority = config.authority_org()
    if authority and any(name == authority for _, name, _ in roles):
        labels.append("govopen-authority")
    return labels


def _roles(user_id: str) -> list[tuple[str, str, str]]:
    """``(organization id, organization name, role)`` of every membership of a user."""
    query = (
        sa.select(model.Group.id, model.Group.name, model.Member.capacity)
        .join(model.Member, model.Member.group_id == model.Group.id)
        .where(
            model.Member.table_id == user_id,
            model.Member.table_name == "user",
            model.Member.state == "active",
            model.Group.state == "active",
            model.Group.is_organization.is_(True),
        )
    )
    return [(row[0], row[1], row[2]) for row in model.Session.execute(query)]
