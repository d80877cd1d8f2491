"""Departments as the portal's pages show them: CKAN organizations with their place among others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.govopen.model import Node


@dataclass(frozen=True, slots=True)
class Department:
    """What a list shows of a department; ``parent`` is the URL name of the one above."""

    name: str
    title: str
    division_code: str = ""
    parent: str = ""
    short_names: str = ""

    def answers(self, words: str) -> bool:
        """Whether the department's name or a short name contains ``words``."""
        return words in self.title or words in self.short_names


@dataclass(frozen=True, slots=True)
class Family:
    """The department above and those below."""

    parent: Department | None
    children: list[Department]


def all_departments() -> list[Department]:
    """Every active organization, by title."""
    group = model.Group
    query = sa.select(group).where(group.is_organization.is_(True), group.state == "active")
    return [_department(row) for row in model.Session.scalars(query.order_by(group.title))]


def family(organization: dict[str, Any]) -> Family:
    """The parent and the children of a department (the dict of ``organization_show``)."""
    everyone = all_departments()
    above = organization.get("parent_org")
    parent = next((one for one in everyone if above and one.name == above), None)
    return Family(parent, [one for one in everyone if one.parent == organization["name"]])


def catalogue_code(org_id: str) -> str | None:
    """Code of the department's own catalogue; None until it has one."""
    query = sa.select(Node.code).where(
        Node.org_id == org_id, Node.level == "catalogue", Node.state == "active"
    )
    return model.Session.scalar(query.limit(1))


def _department(row: model.Group) -> Department:
    extras = row.extras
    keys = ("division_code", "parent_org", "short_names")
    division, parent, short = (str(extras.get(key) or "") for key in keys)
    return Department(row.name, row.title or row.name, division, parent, short)
