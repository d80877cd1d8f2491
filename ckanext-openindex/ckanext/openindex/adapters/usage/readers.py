"""Which dataset a use was of, and whether whoever used it is a reader of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model
from ckan.types import Context
from ckanext.openindex.domain.usage.hit import Hit
from flask import g, has_request_context


def shown(dataset: Mapping[str, Any]) -> None:
    """Remember, for this request, a dataset that an action gave."""
    if has_request_context():
        g.setdefault("openindex_shown", []).append(dataset)


def placed(found: Hit) -> Hit:
    """``found`` with the id of its dataset, by whatever name the request called it.

    What the request has read already tells; tables of the DataStore, which are asked for by the id
    of their resource alone, cost a small question.
    """
    for dataset in g.get("openindex_shown", ()):
        names: tuple[Any, ...] = (dataset.get("id"), dataset.get("name"))
        if found.resource:
            names = tuple(each.get("id") for each in dataset.get("resources") or ())
        if found.target in names:
            return replace(found, dataset=str(dataset["id"]))
    if not found.resource:
        return found
    query = sa.select(model.Resource.package_id).where(model.Resource.id == found.resource)
    return replace(found, dataset=model.Session.scalar(query) or "")


def staff(found: Hit) -> bool:
    """Whether a signed-in person who may change the dataset used it: work, and no reader's use."""
    user = tk.current_user
    if not user.is_authenticated or not found.dataset:
        return False
    context = Context(user=user.name, auth_user_obj=user)
    try:
        return authz.is_authorized_boolean("package_update", context, {"id": found.dataset})
    except tk.ObjectNotFound:
        return False
