"""Who may read a protected resource in which clarity, looked up anew at each reading.

Nothing of it is kept between two readings, and validity is that of the database's clock: a grant
that was revoked or has expired counts for nothing from that moment on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import authz, model
from ckan.types import Context
from ckanext.masking import config
from ckanext.masking.domain.policy.dynamic import GRANT, ROLE
from ckanext.masking.domain.reading import levels
from ckanext.masking.domain.reading.levels import ColumnLevels
from ckanext.masking.model import MaskingGrant, MaskingProtection

from . import asking

_TABLE: Any = MaskingProtection.__table__
_GRANT: Any = MaskingGrant.__table__


@dataclass(frozen=True)
class Protected:
    """A protected resource as it is now, the dataset and organisation it belongs to, and who asks:
    an active user (None for everybody else) with the grants that hold now."""

    row: Any
    package_id: str
    owner_org: str
    columns: tuple[ColumnLevels, ...]
    others: tuple[ColumnLevels, ...]
    user: Any
    grants: tuple[Any, ...]

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


def protected(context: Context, resource_id: str) -> Protected | None:
    """The protection of an active resource, as the caller of ``context`` finds it now; or None.

    One statement, since each search of each table asks for it.
    """
    name = str(context.get("user") or "")
    found = model.Session.execute(_statement(resource_id, name)).all()
    if not found:
        return None
    row = found[0]
    both = [ColumnLevels.from_dict(one) for one in row.columns]
    columns = tuple(one for one in both if one.part == "table")
    others = tuple(one for one in both if one.part == "file")
    user = row if name and row.user_id else None
    grants = tuple(one for one in found if user is not None and one.grant_id)
    owner = str(row.owner_org or "")
    return Protected(row, str(row.package_id), owner, columns, others, user, grants)


def view(found: Protected, given: str = "") -> View:
    """How the caller for whom ``found`` was looked up reads; ``given`` is the purpose he states."""
    nothing = tuple(levels.EVERYBODY for _ in found.columns)
    if found.user is None:
        return View(found, nothing, nothing, "", (), "")
    user_id, roles = str(found.user.user_id), _roles(found)

    def held(column: str) -> frozenset[str]:
        grants = [g for g in found.grants if not g.grant_columns or column in g.grant_columns]
        return roles | {GRANT + str(grant.grant_name) for grant in grants}

    entitled = levels.view(found.columns, held)
    rest = levels.view(found.others, held)
    file = bool(found.row.upload_id) and levels.clarity((*entitled, *rest)) == "clear"
    if levels.clarity(entitled) == "masked" and not file:
        return View(found, nothing, nothing, "", (), user_id)
    usual = next((str(grant.grant_purpose) for grant in found.grants if grant.grant_purpose), "")
    purpose = asking.purpose(user_id, str(found.row.resource_id), given) or usual
    ids = tuple(str(grant.grant_id) for grant in found.grants)
    shown = entitled if purpose else nothing
    return View(found, entitled, shown, purpose, ids, user_id, file)


def _statement(resource_id: str, user_name: str) -> Any:
    """The protection of a resource, beside its reader and each grant of his that holds now."""
    resource, package, user = model.Resource, model.Package, model.User
    columns = [*_TABLE.c, package.id.label("package_id"), package.owner_org]
    joined = _TABLE.join(resource, resource.id == _TABLE.c.resource_id).join(
        package, package.id == resource.package_id
    )
    where = (_TABLE.c.resource_id == resource_id, resource.state == "active")
    if not user_name:
        return sa.select(*columns).select_from(joined).where(*where)
    grant, now = _GRANT.c, sa.func.clock_timestamp()
    place = sa.or_(
        sa.and_(grant.scope == "resource", grant.scope_id == _TABLE.c.resource_id),
        sa.and_(grant.scope == "dataset", grant.scope_id == package.id),
        sa.and_(grant.scope == "organization", grant.scope_id == package.owner_org),
    )
    holds = sa.and_(
        grant.user_id == user.id,
        grant.revoked.is_(None),
        grant.valid_from <= now,
        grant.valid_until > now,
        place,
    )
    joined = joined.outerjoin(user, sa.and_(user.name == user_name, user.state == "active"))
    columns += [user.id.label("user_id"), user.name.label("user_name"), user.sysadmin]
    columns += [
        getattr(grant, key).label(f"grant_{key}") for key in ("id", "name", "columns", "purpose")
    ]
    query = sa.select(*columns).select_from(joined.outerjoin(_GRANT, holds)).where(*where)
    return query.order_by(grant.created.desc(), grant.id)


def _roles(found: Protected) -> frozenset[str]:
    """The user's roles, as policies name them: his own, the site's, and in the organisation."""
    name = str(found.user.user_name)
    asked = {one for one in found.asked if one.startswith(ROLE)}
    held = {ROLE + role for role, users in config.roles().items() if name in users}
    if found.user.sysadmin:
        held.add(ROLE + "sysadmin")
    if asked - held and found.owner_org:
        capacity = authz.users_role_for_group_or_org(found.owner_org, name)
        if capacity:
            held.add(ROLE + capacity)
    return frozenset(held)
