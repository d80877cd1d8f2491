"""What rules, validators and the index ask of the catalogue, and where a dataset has its home."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckanext.govopen import config
from ckanext.govopen.domain import codes, tree
from ckanext.govopen.model import Node, Sequence
from sqlalchemy.dialects.postgresql import insert

from . import nodes, title_locks, vocabularies

NODE_DIGITS = 2
CODE_ATTEMPTS = 5
#: The class of datasets that name no theme. It is no concept of the vocabulary.
UNCLASSIFIED = tree.Node("", "", "未分类", "subcatalogue", "theme", title_en="Unclassified")


def title_taken(owner_org: str, title: str, exclude_id: str | None = None) -> bool:
    """Whether another dataset of this department (not deleted) bears exactly this title.

    Nobody else can take the title until the session's transaction ends.
    """
    title_locks.hold([(owner_org, title)])
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


def res_code_owner(res_code: str) -> str | None:
    """Id of the dataset that carries ``res_code``, or None."""
    extra = model.package_table.c.extras
    query = sa.select(model.Package.id).where(
        extra["res_code"].astext == res_code, model.Package.state != "deleted"
    )
    return model.Session.scalar(query.limit(1))


def node_by_code(code: str) -> tree.Node | None:
    """The catalogue node with this code or id; of a merged one, the node that stands for it."""
    return nodes.standing(code)


def org_division(owner_org: str) -> str | None:
    """Division code of a department, from its own metadata."""
    return _org_extra(owner_org, "division_code")


def org_uscc(owner_org: str) -> str | None:
    """Unified social credit code of a department, from its own metadata."""
    return _org_extra(owner_org, "uscc")


def _org_extra(owner_org: str, key: str) -> str | None:
    group = department(owner_org)
    return (group.extras.get(key) or None) if group else None


def department(owner_org: str) -> model.Group | None:
    """The department with this id or name, from the session when that holds it."""
    return model.Session.get(model.Group, owner_org) or model.Group.get(owner_org)


def ensure_catalogue(org: model.Group) -> tree.Node:
    """The catalogue of a department; made below its parent's, or its region's, when it has none.

    A department whose catalogue was merged keeps its datasets in the one that stands for it; one
    whose catalogue was retired gets it back.
    """
    found = model.Session.scalar(
        sa.select(Node).where(Node.org_id == org.id, Node.level == "catalogue")
    )
    if found is None:
        return _insert(
            level="catalogue", scheme="department", title=org.title or org.name,
            parent=place_of(org), org_id=org.id, division_code=org.extras.get("division_code"),
        )  # fmt: skip
    standing = nodes.standing(found.id) or nodes.from_row(found)
    return _restored(standing) if standing.state == "retired" else standing


def place_of(org: model.Group) -> tree.Node:
    """The catalogue below which a department's stands: that of its region.

    A part of another department of the same region stands below that one's. A county's bureau
    whose parent is the city's still belongs to the county.
    """
    name, division = org.extras.get("parent_org"), org.extras.get("division_code")
    above = model.Group.get(name) if name else None
    standing = above is not None and above.id != org.id and above.state == "active"
    if standing and division in (None, "", above.extras.get("division_code")):
        return ensure_catalogue(above)
    return ensure_region(division or config.province())


def ensure_region(division_code: str) -> tree.Node:
    """The catalogue of a region, made with those of the regions above it."""
    found = model.Session.scalar(
        sa.select(Node).where(
            Node.division_code == division_code, Node.scheme == "region", Node.state == "active"
        )
    )
    if found:
        return nodes.from_row(found)
    divisions = vocabularies.divisions()
    division, above = divisions.get(division_code), divisions.ancestors(division_code)
    top = division_code == config.province() or not above
    return _insert(
        level="catalogue", scheme="region", title=division.name if division else division_code,
        parent=None if top else ensure_region(above[-1].code), division_code=division_code,
    )  # fmt: skip


def ensure_home(org: model.Group, theme: str) -> tree.Node:
    """The sub-catalogue of ``theme`` in a department's catalogue, made when there is none.

    Without a theme it is the class of unclassified datasets. Known homes cost no query.
    """
    known = nodes.known_home(org.id, theme)
    if known is None:
        known = ensure_class(ensure_catalogue(org), theme)
        nodes.remember_home(org.id, theme, known)
    return known


def ensure_class(catalogue: tree.Node, theme: str) -> tree.Node:
    """The sub-catalogue of ``theme`` directly below ``catalogue``, made when there is none."""
    concept = vocabularies.vocabulary("theme").get(theme) if theme else None
    concept_code = theme or "unclassified"
    found = model.Session.scalar(
        sa.select(Node).where(
            Node.parent_id == catalogue.id,
            Node.scheme == "theme",
            Node.concept_code == concept_code,
            Node.state == "active",
        )
    )
    if found:
        return nodes.from_row(found)
    return _insert(
        level="subcatalogue", scheme="theme", concept_code=concept_code, parent=catalogue,
        title=concept.zh if concept else (theme or UNCLASSIFIED.title),
        title_en=concept.en if concept else (theme or UNCLASSIFIED.title_en),
        division_code=catalogue.division_code,
    )  # fmt: skip


def next_node_code(parent: tree.Node | None) -> str:
    """A code below ``parent``: its code and the next number (two digits or more), never reused."""
    prefix = parent.code if parent else config.code_prefix()
    if parent is None and nodes.find(prefix) is None:
        return prefix
    return f"{prefix}{Sequence.take('node:' + prefix):0{NODE_DIGITS}d}"


def next_resource_codes(home_code: str, count: int = 1) -> list[str]:
    """``count`` new resource codes of a sub-catalogue, ``<code>/<six digits or more>``.

    A number that an imported dataset brought along is passed over.
    """
    found: list[str] = []
    wanted, rounds = count, 0
    while len(found) < count:
        first = Sequence.take("resource:" + home_code, wanted)
        made = [codes.make(home_code, first + n) for n in range(wanted)]
        used = _used_codes(made)
        found += [code for code in made if code not in used]
        # A long block of imported numbers is passed in strides that double.
        wanted, rounds = max(count - len(found), 2**rounds), rounds + 1
    return found[:count]


def catalogue_path(dataset: Mapping[str, Any]) -> list[str]:
    """Ids of the nodes a dataset is found under: its home, the classes of upper catalogues it was
    compiled into, and all above these. Nodes are kept in memory: in the long run no query is made.
    """
    places = [dataset.get("subcatalogue"), *_ids(dataset.get("compiled_into"))]
    return list(dict.fromkeys(node.id for place in places for node in nodes.path(place)))


def _ids(value: Any) -> list[str]:
    """A list of ids, which may be stored as JSON text."""
    return list(json.loads(value)) if isinstance(value, str) and value else list(value or ())


def _used_codes(res_codes: list[str]) -> set[str]:
    extra = model.package_table.c.extras["res_code"].astext
    return set(model.Session.scalars(sa.select(extra).where(extra.in_(res_codes))))


def _restored(node: tree.Node) -> tree.Node:
    with model.meta.engine.begin() as connection:
        connection.execute(sa.update(Node).where(Node.id == node.id).values(state="active"))
    nodes.changed()
    return nodes.find(node.id) or node


def _insert(*, parent: tree.Node | None, **values: Any) -> tree.Node:
    """Insert a node in a transaction of its own; when another process was first, take its node."""
    values |= {"parent_id": parent.id if parent else None}
    keys = ("level", "scheme", "org_id", "concept_code", "division_code", "parent_id")
    same = [getattr(Node, key) == values[key] for key in keys if values.get(key) is not None]
    for _ in range(CODE_ATTEMPTS):
        row = {"id": make_uuid(), "code": next_node_code(parent), **values}
        with model.meta.engine.begin() as connection:
            connection.execute(insert(Node).values(**row).on_conflict_do_nothing())
        found = model.Session.scalar(sa.select(Node).where(*same, Node.state == "active"))
        if found is not None:
            if parent is None:
                nodes.changed()
            return nodes.from_row(found)
    raise LookupError(f"catalogue node {values['title']} could not be made")
