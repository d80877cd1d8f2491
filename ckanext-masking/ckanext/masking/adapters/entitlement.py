"""Who may read a protected resource in which clarity, looked up anew at each reading.

Nothing of it is kept between two readings, and validity is that of the database's clock: a grant
that was revoked or has expired counts for nothing from that moment on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from ckan import authz, model
from ckan.types import Context
from ckanext.masking import config
from ckanext.masking.domain.policy.dynamic import GRANT, ROLE
from ckanext.masking.domain.reading import levels
from ckanext.masking.domain.reading.levels import ColumnLevels
from ckanext.masking.model import MaskingGrant, MaskingProtection

from . import asking

_TABLE: Final = MaskingProtection.__table__


@dataclass(frozen=True)
class Protected:
    """A protected resource as it is now, and the dataset and organisation it belongs to."""

    row: Any
    package_id: str
    owner_org: str
    columns: tuple[ColumnLevels, ...]
    others: tuple[ColumnLevels, ...]

    @property
    def asked(self) -> frozenset[str]:
        """The roles and grants that make a difference."""
        both = (*self.columns, *self.others)
        return frozenset[str]().union(*(column.asked for column in both))


@dataclass(frozen=True)
class View:
    """What one reader gets: a level per masked column, and by which grants.

    ``entitled`` are the levels he would get with a purpose; ``levels`` those he gets. ``file``
    says whether he may have the file as it was handed in.
    """

    protected: Protected
    entitled: tuple[int, ...]
    levels: tuple[int, ...]
    purpose: str
    grants: tuple[str, ...]
    user_id: str
    file: bool = False

    @property
    def clarity(self) -> levels.Clarity:
        return levels.clarity(self.levels)

    @property
    def lacks_purpose(self) -> bool:
        """Whether only a purpose is missing for a clearer reading."""
        may = self.file or levels.clarity(self.entitled) != "masked"
        return may and not self.purpose

    def clearer(self) -> list[str]:
        """Names of columns that are read otherwise than everybody sees them."""
        pairs = zip(self.protected.columns, self.levels, strict=True)
        return [column.name for column, level in pairs if level != levels.EVERYBODY]


def protected(resource_id: str) -> Protected | None:
    """The protection of an active resource, or None."""
    resource, package = model.Resource, model.Package
    query = (
        sa.select(*_TABLE.c, package.id.label("package_id"), package.owner_org)
        .join(resource, resource.id == _TABLE.c.resource_id)
        .join(package, package.id == resource.package_id)
        .where(_TABLE.c.resource_id == resource_id, resource.state == "active")
    )
    row = model.Session.execute(query).first()
    if row is None:
        return None
    both = [ColumnLevels.from_dict(one) for one in row.columns]
    columns = tuple(one for one in both if one.part == "table")
    others = tuple(one for one in both if one.part == "file")
    return Protected(row, str(row.package_id), str(row.owner_org or ""), columns, others)


def view(context: Context, found: Protected, given: str = "") -> View:
    """How the caller of ``context`` reads; ``given`` is the purpose that the call states."""
    nothing = tuple(levels.EVERYBODY for _ in found.columns)
    user = _user(context)
    if user is None:
        return View(found, nothing, nothing, "", (), "")
    roles = _roles(user, found)
    grants = _grants(str(user.id), found)

    def held(column: str) -> frozenset[str]:
        named = {g.name for g in grants if not g.columns or column in g.columns}
        return roles | {GRANT + name for name in named}

    entitled = levels.view(found.columns, held)
    rest = levels.view(found.others, held)
    file = bool(found.row.upload_id) and levels.clarity((*entitled, *rest)) == "clear"
    if levels.clarity(entitled) == "masked" and not file:
        return View(found, nothing, nothing, "", (), str(user.id))
    usual = next((str(grant.purpose) for grant in grants if grant.purpose), "")
    purpose = asking.purpose(str(user.id), str(found.row.resource_id), given) or usual
    ids = tuple(str(grant.id) for grant in grants)
    shown = entitled if purpose else nothing
    return View(found, entitled, shown, purpose, ids, str(user.id), file)


def _user(context: Context) -> Any:
    """The active user who calls; None for everybody else, and for CKAN's own doings."""
    name = str(context.get("user") or "")
    if not name:
        return None
    user = model.User
    query = sa.select(user.id, user.name, user.sysadmin).where(
        user.name == name, user.state == "active"
    )
    return model.Session.execute(query).first()


def _roles(user: Any, found: Protected) -> frozenset[str]:
    """The user's roles, as policies name them: his own, the site's, and in the organisation."""
    asked = {one for one in found.asked if one.startswith(ROLE)}
    held = {ROLE + role for role, users in config.roles().items() if user.name in users}
    if user.sysadmin:
        held.add(ROLE + "sysadmin")
    if asked - held and found.owner_org:
        capacity = authz.users_role_for_group_or_org(found.owner_org, user.name)
        if capacity:
            held.add(ROLE + capacity)
    return frozenset(held)


def _grants(user_id: str, found: Protected) -> list[Any]:
    """The user's grants that hold now by the database's clock, the newest first."""
    if not any(one.startswith(GRANT) for one in found.asked):
        return []
    row, now = MaskingGrant, sa.func.clock_timestamp()
    scopes = (
        ("resource", str(found.row.resource_id)),
        ("dataset", found.package_id),
        ("organization", found.owner_org),
    )
    query = (
        sa.select(row.id, row.name, row.columns, row.purpose)
        .where(
            row.user_id == user_id,
            row.revoked.is_(None),
            row.valid_from <= now,
            row.valid_until > now,
            sa.tuple_(row.scope, row.scope_id).in_(scopes),
        )
        .order_by(row.created.desc(), row.id)
    )
    return list(model.Session.execute(query))
