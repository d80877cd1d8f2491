"""Grants of clear reading."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model
from ckan.types import Context
from ckanext.masking.adapters import grants, organizations
from ckanext.masking.logic import reading_schema as schema
from ckanext.masking.model import MaskingGrant


@tk.validate_action_data(schema.grant)
def masking_grant_create(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let a user read what a policy gives the holders of a grant.

    :param user: name or id of the user
    :param resource_id: the resource, or
    :param package_id: the dataset, or
    :param organization_id: the organization whose data it is for
    :param columns: for which columns (optional, all of them)
    :param purpose: what for; taken for the purpose when the reader states none
    :param valid_until: until when, as ``2026-01-31T18:00``
    :param valid_from: from when (optional, from now on)
    :param name: the grant's name in policies (optional, ``clear-read``)
    """
    scope, scope_id, owner = grants.place(context, data_dict)
    tk.check_access("masking_grant_create", context, {"owner_org": owner})
    user = model.User.get(data_dict["user"])
    if user is None or user.state != "active":
        raise tk.ValidationError({"user": [tk._("There is no such user; check the name.")]})
    row = MaskingGrant(
        name=data_dict["name"],
        user_id=user.id,
        scope=scope,
        scope_id=scope_id,
        columns=grants.columns(data_dict),
        purpose=grants.purpose(data_dict),
        created_by=_caller(context),
        **grants.times(data_dict),
    )
    model.Session.add(row)
    model.repo.commit()
    return grants.as_dict(grants.one(str(row.id)))


@tk.validate_action_data(schema.grant_change)
def masking_grant_update(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Change a grant's ``columns``, ``purpose``, ``valid_from`` or ``valid_until``; what is not
    given stays. A revoked grant stays as it is.

    :param id: id of the grant
    """
    found = _may(context, data_dict["id"], "masking_grant_update")
    if found.revoked is not None:
        raise tk.ValidationError({"id": [tk._("The grant is revoked. Make a new one.")]})
    row = model.Session.get(MaskingGrant, found.id)
    values: dict[str, Any] = dict(grants.times(data_dict, found))
    if "columns" in data_dict:
        values["columns"] = grants.columns(data_dict)
    if "purpose" in data_dict:
        values["purpose"] = grants.purpose(data_dict)
    for key, value in values.items():
        setattr(row, key, value)
    model.repo.commit()
    return grants.as_dict(grants.one(str(found.id)))


@tk.validate_action_data(schema.grant_id)
def masking_grant_revoke(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """End a grant at once.

    :param id: id of the grant
    """
    found = _may(context, data_dict["id"], "masking_grant_revoke")
    if found.revoked is None:
        model.Session.execute(
            sa.update(MaskingGrant)
            .where(MaskingGrant.id == found.id, MaskingGrant.revoked.is_(None))
            .values(revoked=sa.func.clock_timestamp(), revoked_by=_caller(context))
        )
        model.repo.commit()
    return grants.as_dict(grants.one(str(found.id)))


@tk.side_effect_free
@tk.validate_action_data(schema.grant_id)
def masking_grant_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """One grant.

    :param id: id of the grant
    """
    return grants.as_dict(_may(context, data_dict["id"], "masking_grant_show"))


@tk.side_effect_free
@tk.validate_action_data(schema.grants)
def masking_grant_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Your own grants, and those for data that you administer; ``{count, results}``.

    :param user: those of this user (name or id)
    :param resource_id: :param package_id: :param organization_id: those for this
    :param valid: leave out the revoked and the expired (optional, false)
    :param limit: at most 100 (optional, 20)
    :param offset: (optional, 0)
    """
    tk.check_access("masking_grant_list", context, data_dict)
    equal: dict[str, str] = {}
    if any(data_dict.get(key) for key in ("resource_id", "package_id", "organization_id")):
        equal["scope"], equal["scope_id"], _ = grants.place(context, data_dict)
    if data_dict.get("user"):
        user = model.User.get(data_dict["user"])
        equal["user_id"] = str(user.id) if user else "-"
    count, found = grants.find(
        _caller(context),
        organizations.administered(context),
        valid=data_dict["valid"],
        limit=data_dict["limit"],
        offset=data_dict["offset"],
        **equal,
    )
    return {"count": count, "results": found}


def _may(context: Context, grant_id: str, action: str) -> Any:
    """The grant, if the caller may do ``action``; unknown and forbidden answer alike."""
    found = grants.one(grant_id)
    about = {"owner_org": grants.owner_of(found), "user_id": found.user_id}
    try:
        tk.check_access(action, context, about)
    except tk.NotAuthorized:
        if authz.auth_is_anon_user(context):
            raise
        raise tk.ObjectNotFound(tk._("Grant not found")) from None
    return found


def _caller(context: Context) -> str:
    user = model.User.get(str(context.get("user") or ""))
    return str(user.id) if user else ""
