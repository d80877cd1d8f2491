"""Who the reader is, in the terms of :mod:`..domain.visibility`: CKAN's side of the one rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib.plugins import get_permission_labels
from ckan.types import Context
from ckanext.govopen import config
from ckanext.govopen.domain import visibility as rule

DATASET_TYPE = "dataset"
HARVEST_TYPE = "harvest"
DEFAULT_GRADE = "public"
DEFAULT_STATUS = "published"


def dataset_labels(dataset: model.Package, default: list[str]) -> list[str]:
    """Permission labels of a dataset; CKAN's ``default`` for types that are not ours.

    A harvest source counts as its department's classified entry: its reports and counts speak of
    every dataset it brings. A dataset that is no longer (or not yet) active is seen as a draft,
    and one that was made private by hand stays with its department.
    """
    owner = dataset.owner_org
    if dataset.type == HARVEST_TYPE:
        return rule.dataset_labels("classified", DEFAULT_STATUS, owner)
    if dataset.type != DATASET_TYPE:
        return default
    extras = dataset.extras or {}
    status = extras.get("status") or DEFAULT_STATUS
    if dataset.state != "active":
        status = "draft"
    labels = rule.dataset_labels(extras.get("grade") or DEFAULT_GRADE, status, owner)
    if dataset.private and labels == [rule.PUBLIC]:
        return [rule.member(owner or "")]
    return labels


def user_labels(user: model.User | None) -> list[str]:
    """Permission labels a reader holds, from one query on memberships."""
    if user is None or user.is_anonymous:
        return rule.reader_labels(())
    authority = config.authority_org()
    authority_id = None
    memberships = []
    for org_id, name, role in _roles(user.id):
        memberships.append(rule.Membership(org_id, role))
        if authority and name == authority:
            authority_id = org_id
    return rule.reader_labels(memberships, sysadmin=user.sysadmin, authority_org=authority_id)


def context_labels(context: Context) -> list[str] | None:
    """Labels of the reader an action runs for; None for one who sees everything."""
    if sees_all(context):
        return None
    return get_permission_labels().get_user_dataset_labels(_reader(context))


def sees_all(context: Context) -> bool:
    """Whether an action runs for the system or for a system administrator."""
    if context.get("ignore_auth"):
        return True
    user = _reader(context)
    return user is not None and user.sysadmin


def insist(context: Context, dataset: model.Package | None) -> None:
    """Raise ObjectNotFound, the same for a hidden dataset as for none, unless it may be seen."""
    if not may_see(context, dataset):
        raise tk.ObjectNotFound()


def may_see(context: Context, dataset: model.Package | None) -> bool:
    """Whether the reader an action runs for may know of this dataset."""
    return dataset is not None and dataset.id in visible_ids(context, [dataset])


def visible_ids(context: Context, datasets: Iterable[model.Package]) -> set[str]:
    """Ids of those of ``datasets`` that the reader an action runs for may know of."""
    held = context_labels(context)
    labels_of = get_permission_labels().get_dataset_labels
    return {
        dataset.id
        for dataset in datasets
        if held is None or not set(held).isdisjoint(labels_of(dataset))
    }


def visible_facet(context: Context, field: str, fq: str = "") -> dict[str, int]:
    """``{value: count}`` of an index field over the datasets the reader may see."""
    query: dict[str, Any] = {
        "fq": fq, "rows": 0, "include_private": True, "facet.field": [field], "facet.limit": -1
    }  # fmt: skip
    found = tk.get_action("package_search")(search_context(context), query)
    return dict(found["facets"].get(field, {}))


def search_context(context: Context) -> Context:
    """A context for a search on behalf of the same reader, without the caller's schema."""
    kept = ("user", "auth_user_obj", "ignore_auth")
    return Context(**{key: context[key] for key in kept if key in context})  # type: ignore[typeddict-item]


def _reader(context: Context) -> model.User | None:
    user = context.get("auth_user_obj") or model.User.get(context.get("user"))
    return None if user is None or user.is_anonymous else user


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
