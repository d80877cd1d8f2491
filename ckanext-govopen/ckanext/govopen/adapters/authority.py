"""Who keeps the catalogue: the authority everything, a department what is below its own node."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from ckan import authz, model
from ckanext.govopen import config
from ckanext.govopen.domain.visibility import EDITING_ROLES
from ckanext.govopen.model import Node
from sqlalchemy import orm

from . import nodes

TOWN_DIGITS = 9


def is_authority(user: str | None) -> bool:
    """Whether the user (by name) is the catalogue authority or a system administrator."""
    if not user:
        return False
    return authz.is_sysadmin(user) or config.authority_org() in _edited(user)


def edits_below(user: str | None, reference: str | None) -> bool:
    """Whether the user may add and change nodes below this one (None: the whole tree)."""
    if is_authority(user):
        return True
    if not user or not reference:
        return False
    path = nodes.path(reference)
    return bool(_keepers(node.id for node in path) & set(_edited(user).values()))


def edits(user: str | None, reference: str) -> bool:
    """Whether the user may change this node itself."""
    node = nodes.find(reference)
    return node is not None and edits_below(user, node.parent_id)


def keeps(user: str | None, reference: str) -> bool:
    """Whether the user is an editor of exactly this catalogue, or of the authority."""
    if is_authority(user):
        return True
    return bool(user and _keepers([reference]) & set(_edited(user).values()))


def kept_catalogues(user: str | None) -> list[str]:
    """Ids of the active catalogues whose department or keeper the user edits for."""
    orgs = list(_edited(user).values()) if user else []
    query = sa.select(Node.id, Node.parent_id).where(
        Node.state == "active",
        Node.level == "catalogue",
        sa.or_(Node.org_id.in_(orgs), Node.keeper_id.in_(orgs)),
    )
    rows = list(model.Session.execute(query)) if orgs else []
    towns = {row.parent_id for row in rows if _keepers([row.parent_id]) & set(orgs)}
    return list({row.id for row in rows} | {town for town in towns if town})


def is_official(user: str | None) -> bool:
    """Whether the user is a member of any department."""
    return bool(user) and (authz.is_sysadmin(user) or bool(_edited(user or "", any_role=True)))


def _keepers(node_ids: Iterable[str | None]) -> set[str]:
    """Ids of the organizations that keep these catalogues.

    A department keeps its own, a region's is kept by the organization named for it. Where none is
    named for a town, the town's only department keeps it.
    """
    below = orm.aliased(Node)
    only = (
        sa.select(sa.case((sa.func.count() == 1, sa.func.min(below.org_id))))
        .where(below.parent_id == Node.id, below.level == "catalogue", below.state == "active")
        .scalar_subquery()
    )
    town = sa.and_(Node.scheme == "region", sa.func.length(Node.division_code) == TOWN_DIGITS)
    keeper = sa.func.coalesce(Node.keeper_id, sa.case((town, only)))
    chosen = [node_id for node_id in node_ids if node_id]
    rows = model.Session.execute(sa.select(Node.org_id, keeper).where(Node.id.in_(chosen)))
    return {org for row in rows for org in row if org}


def _edited(user: str, *, any_role: bool = False) -> dict[str, str]:
    """Names and ids of the organizations whose editor or admin the user is."""
    query = (
        sa.select(model.Group.name, model.Group.id)
        .join(model.Member, model.Member.group_id == model.Group.id)
        .join(model.User, model.User.id == model.Member.table_id)
        .where(
            model.User.name == user,
            model.User.state == "active",
            model.Member.table_name == "user",
            model.Member.state == "active",
            model.Group.state == "active",
            model.Group.is_organization.is_(True),
        )
    )
    if not any_role:
        query = query.where(model.Member.capacity.in_(EDITING_ROLES))
    return {row.name: row.id for row in model.Session.execute(query)}
