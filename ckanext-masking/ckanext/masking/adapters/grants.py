"""Grants: what they are given for, and the rows that say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Context
from ckanext.masking import config
from ckanext.masking.model import MaskingGrant

from . import asking

_ROW: Any = MaskingGrant.__table__


def place(context: Context, data_dict: dict[str, Any]) -> tuple[str, str, str]:
    """What a grant is to hold for: the scope, its id, and the organisation whose data it is.

    Raises ValidationError unless exactly one thing is named that there is. What the caller may
    not see is not there.
    """
    kinds = ("resource_id", "package_id", "organization_id")
    named = [(kind, str(data_dict[kind])) for kind in kinds if data_dict.get(kind)]
    if len(named) != 1:
        message = tk._("Name one resource, dataset or organization.")
        raise tk.ValidationError({"resource_id": [message]})
    kind, name = named[0]
    missing = tk.ValidationError({kind: [tk._("There is no such thing; check the id.")]})
    if kind == "organization_id":
        group = model.Group.get(name)
        if group is None or not group.is_organization or group.state != "active":
            raise missing
        return "organization", str(group.id), str(group.id)
    resource = model.Session.get(model.Resource, name) if kind == "resource_id" else None
    package = resource.package if resource is not None else None
    if kind == "package_id":
        package = model.Package.get(name)
    if package is None or package.state == "deleted" or not _seen(context, str(package.id)):
        raise missing
    owner = str(package.owner_org or "")
    if resource is not None:
        return "resource", str(resource.id), owner
    return "dataset", str(package.id), owner


def _seen(context: Context, package_id: str) -> bool:
    try:
        return bool(tk.check_access("package_show", tk.fresh_context(context), {"id": package_id}))
    except tk.NotAuthorized:
        return False


def owner_of(grant: Any) -> str:
    """The organisation whose data a grant is for, as it is now; "" when that is gone."""
    if grant.scope == "organization":
        return str(grant.scope_id)
    package_id = grant.scope_id
    if grant.scope == "resource":
        resource = model.Session.get(model.Resource, grant.scope_id)
        package_id = resource.package_id if resource else ""
    package = model.Session.get(model.Package, package_id or "")
    return str(package.owner_org or "") if package else ""


def times(data_dict: dict[str, Any], before: Any = None) -> dict[str, datetime]:
    """From when until when a grant is to hold, in UTC. Raises ValidationError."""
    now = datetime.now(timezone.utc)
    start = _time("valid_from", data_dict) or (before.valid_from if before else now)
    end = _time("valid_until", data_dict) or (before.valid_until if before else None)
    longest = timedelta(days=config.longest_grant_days())
    if end is None or end <= start:
        raise tk.ValidationError({"valid_until": [tk._("The end must be after the beginning.")]})
    if end - start > longest:
        message = tk._("A grant holds for at most {days} days.").format(days=longest.days)
        raise tk.ValidationError({"valid_until": [message]})
    return {"valid_from": start, "valid_until": end}


def columns(data_dict: dict[str, Any]) -> list[str]:
    """The columns a grant is to hold for, from a list or from text with commas or line ends."""
    given = data_dict.get("columns") or []
    if isinstance(given, str):
        given = given.replace("\n", ",").replace("，", ",").split(",")
    found = [str(one).strip() for one in given]
    return list(dict.fromkeys(one for one in found if one))


def purpose(data_dict: dict[str, Any]) -> str:
    """What a grant is for. Raises ValidationError when it says nothing or too much."""
    said = " ".join(str(data_dict.get("purpose") or "").split())
    if not said or asking.cleaned(said) != said:
        message = tk._("Say in up to 200 characters what for, without personal data.")
        raise tk.ValidationError({"purpose": [message]})
    return said


def find(
    user_id: str,
    organizations: Sequence[str] | None,
    *,
    valid: bool,
    limit: int,
    offset: int,
    **equal: str,
) -> tuple[int, list[dict[str, Any]]]:
    """Grants, the newest first, and how many there are.

    Those of ``user_id`` and those for data of ``organizations`` (None: all data); ``valid`` leaves
    out the revoked and expired; ``equal`` gives columns and what they are to be.
    """
    wanted = [getattr(_ROW.c, name) == value for name, value in equal.items() if value]
    if valid:
        now = sa.func.clock_timestamp()
        wanted += [_ROW.c.revoked.is_(None), _ROW.c.valid_until > now]
    if organizations is not None:
        wanted.append(sa.or_(_ROW.c.user_id == user_id, _belongs(organizations)))
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(_ROW).where(*wanted))
    query = _all().where(*wanted).order_by(_ROW.c.created.desc(), _ROW.c.id)
    found = model.Session.execute(query.limit(limit).offset(offset))
    return int(count or 0), [as_dict(one) for one in found]


def one(grant_id: str) -> Any:
    """A grant with its user's name. Raises ObjectNotFound."""
    found = model.Session.execute(_all().where(_ROW.c.id == grant_id)).first()
    if found is None:
        raise tk.ObjectNotFound(tk._("Grant not found"))
    return found


def as_dict(row: Any) -> dict[str, Any]:
    """A grant as actions answer it; ``state`` is valid, future, expired or revoked."""
    told = {**row._mapping, "user": row.user or ""}
    for key in ("valid_from", "valid_until", "created", "revoked"):
        told[key] = told[key].isoformat() if told[key] else None
    return told


def _all() -> Any:
    now = sa.func.clock_timestamp()
    state = sa.case(
        (_ROW.c.revoked.is_not(None), "revoked"),
        (_ROW.c.valid_until <= now, "expired"),
        (_ROW.c.valid_from > now, "future"),
        else_="valid",
    )
    user = model.User
    query = sa.select(*_ROW.c, user.name.label("user"), state.label("state"))
    return query.outerjoin(user, user.id == _ROW.c.user_id)


def _belongs(organizations: Sequence[str]) -> Any:
    """Whether a grant is for data of ``organizations``."""
    packages = sa.select(model.Package.id).where(model.Package.owner_org.in_(organizations))
    resources = sa.select(model.Resource.id).where(model.Resource.package_id.in_(packages))
    everything = sa.union(
        sa.select(sa.literal("organization"), model.Group.id).where(
            model.Group.id.in_(organizations)
        ),
        sa.select(sa.literal("dataset"), packages.subquery().c.id),
        sa.select(sa.literal("resource"), resources.subquery().c.id),
    )
    return sa.tuple_(_ROW.c.scope, _ROW.c.scope_id).in_(everything)


def _time(key: str, data_dict: dict[str, Any]) -> datetime | None:
    said = str(data_dict.get(key) or "").strip()
    if not said:
        return None
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        message = tk._("Write a date and time as in 2026-01-31T18:00.")
        raise tk.ValidationError({key: [message]}) from None
    return found if found.tzinfo else found.replace(tzinfo=tk.h.get_display_timezone())
