"""What rules and validators ask of the catalogue: departments, nodes, titles and codes in the database."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from sqlalchemy.dialects.postgresql import insert

from .. import config
from ..model import Node, Sequence
from . import vocabularies

SUBCATALOGUE_DIGITS = 2
RESOURCE_DIGITS = 6


def title_taken(owner_org: str, title: str, exclude_id: str | None = None) -> bool:
    """Whether another dataset of this department (not deleted) bears exactly this title."""
    package = model.Package
    query = sa.select(package.id).where(
        package.owner_org == owner_org, package.title == title, package.state != "deleted"
    )
    if exclude_id:
        query = query.where(package.id != exclude_id)
    return model.Session.execute(query.limit(1)).first() is not None


def similar_titles(owner_org: str, title: str, limit: int = 50) -> list[str]:
    """Titles of this department that share the title's first or last three characters."""
    package = model.Package
    ends = sa.or_(
        package.title.startswith(title[:3], autoescape=True),
        package.title.endswith(title[-3:], autoescape=True),
    )
    query = sa.select(package.title).where(
        package.owner_org == owner_org, package.state == "active", ends
    )
    return list(model.Session.scalars(query.limit(limit)))


def code_exists(res_code: str) -> bool:
    """Whether a dataset that is not deleted carries this resource code."""
    return res_code_owner(res_code) is not None


def res_code_owner(res_code: str) -> str | None:
    """Id of the dataset that carries ``res_code``, or None."""
    extra = model.meta.metadata.tables["package"].c.extras
    query = sa.select(model.Package.id).where(
        extra["res_code"].astext == res_code, model.Package.state != "deleted"
    )
    return model.Session.scalar(query.limit(1))


def node_by_code(code: str) -> Node | None:
    """The catalogue node with this code or id."""
    return Node.get(code)


def org_division(owner_org: str) -> str | None:
    """Division code of a department, from its own metadata."""
    return _org_extra(owner_org, "division_code")


def org_uscc(owner_org: str) -> str | None:
    """Unified social credit code of a department, from its own metadata."""
    return _org_extra(owner_org, "uscc")


def _org_extra(owner_org: str, key: str) -> str | None:
    group = model.Group.get(owner_org)
    return (group.extras.get(key) or None) if group else None


def ensure_catalogue(org: model.Group) -> Node:
    """The catalogue of a department; made below its parent's, or its region's, when it has none."""
    found = model.Session.scalar(
        sa.select(Node).where(Node.org_id == org.id, Node.level == "catalogue")
    )
    if found:
        return found
    parent_name = org.extras.get("parent_org")
    parent_org = model.Group.get(parent_name) if parent_name else None
    parent = ensure_catalogue(parent_org) if parent_org and parent_org.id != org.id else None
    division = org.extras.get("division_code")
    parent = parent or ensure_region(division or config.province())
    return _insert(
        level="catalogue", scheme="department", title=org.title or org.name,
        parent=parent, org_id=org.id, division_code=division,
    )  # fmt: skip


def ensure_region(division_code: str) -> Node:
    """The catalogue of a region, made with those of the regions above it."""
    found = model.Session.scalar(
        sa.select(Node).where(
            Node.division_code == division_code, Node.scheme == "region", Node.state == "active"
        )
    )
    if found:
        return found
    division = vocabularies.divisions().get(division_code)
    above = vocabularies.divisions().ancestors(division_code)
    top = division_code == config.province() or not above
    parent = None if top else ensure_region(above[-1].code)
    title = division.name if division else division_code
    return _insert(
        level="catalogue", scheme="region", title=title, parent=parent, division_code=division_code
    )


def ensure_home(org: model.Group, theme: str) -> Node:
    """The sub-catalogue of ``theme`` in a department's catalogue, made when there is none."""
    catalogue = ensure_catalogue(org)
    found = model.Session.scalar(
        sa.select(Node).where(
            Node.parent_id == catalogue.id,
            Node.scheme == "theme",
            Node.concept_code == theme,
            Node.state == "active",
        )
    )
    if found:
        return found
    concept = vocabularies.vocabulary("theme").get(theme)
    return _insert(
        level="subcatalogue", scheme="theme", title=concept.zh if concept else theme,
        title_en=concept.en if concept else "", parent=catalogue, concept_code=theme,
        division_code=catalogue.division_code,
    )  # fmt: skip


def next_node_code(parent: Node | None) -> str:
    """A code below ``parent``: its code and the next two-digit (or longer) number, never used before."""
    prefix = parent.code if parent else config.code_prefix()
    if parent is None and node_by_code(prefix) is None:
        return prefix
    return f"{prefix}{Sequence.take('node:' + prefix):0{SUBCATALOGUE_DIGITS}d}"


def next_resource_codes(home_code: str, count: int = 1) -> list[str]:
    """``count`` new resource codes of a sub-catalogue: ``<code>/<six digits or more>``."""
    first = Sequence.take("resource:" + home_code, count)
    return [f"{home_code}/{first + n:0{RESOURCE_DIGITS}d}" for n in range(count)]


def _insert(*, parent: Node | None, **values: object) -> Node:
    """Insert a node in a transaction of its own; when another process was first, take its node."""
    row = {
        "id": make_uuid(), "code": next_node_code(parent), "parent_id": parent.id if parent else None,
        "title_en": "", "position": 0, "state": "active", **values,
    }  # fmt: skip
    with model.meta.engine.begin() as connection:
        connection.execute(insert(Node).values(**row).on_conflict_do_nothing())
    keys = ("level", "scheme", "org_id", "concept_code", "division_code", "parent_id")
    same = [getattr(Node, key) == row[key] for key in keys if row.get(key) is not None]
    node = model.Session.scalar(sa.select(Node).where(*same, Node.state == "active"))
    if node is None:
        raise LookupError(f"catalogue node {row['title']} could not be made")
    return node
