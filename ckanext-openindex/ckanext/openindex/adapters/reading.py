"""Public datasets as they are stored, many at a time.

Read from the tables and not from the index, which may be behind them; who may see a dataset is
decided by the site's permission labels, as on every exit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import ckan.plugins as p
import sqlalchemy as sa
from ckan import model
from ckan.lib.plugins import get_permission_labels
from ckanext.openindex.interfaces import IOpenIndex

DATASET: Final = "dataset"
BATCH: Final = 500
"""Datasets that are read at once."""

NOBODY: Final[Mapping[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Dataset:
    """``fields`` are the columns and extras of a dataset, with lists of ``resources`` (columns and
    extras), ``tags`` (names) and ``groups`` (names); ``department`` those of its organization."""

    id: str
    fields: Mapping[str, Any]
    department: Mapping[str, Any]


def ids() -> Iterator[list[str]]:
    """Ids of all active datasets in their order, in batches; public or not."""
    package, after = model.Package, ""
    while True:
        query = (
            sa.select(package.id)
            .where(package.type == DATASET, package.state == "active", package.id > after)
            .order_by(package.id)
            .limit(BATCH)
        )
        found = list(model.Session.scalars(query))
        if not found:
            return
        yield found
        after = found[-1]


def public(dataset_ids: Collection[str]) -> dict[str, Dataset]:
    """Those of ``dataset_ids`` (at most some hundreds) whose openness the public may see."""
    package = model.Package
    query = sa.select(package).where(
        package.id.in_(dataset_ids), package.type == DATASET, package.state == "active"
    )
    labels = get_permission_labels()
    anybody = set(labels.get_user_dataset_labels(None))
    rows = [
        row
        for row in model.Session.scalars(query)
        if not anybody.isdisjoint(labels.get_dataset_labels(row))
    ]
    around = _Around(rows)
    counting = list(p.PluginImplementations(IOpenIndex))
    found = {}
    for row in rows:
        fields = {
            **_flat(_columns(row)),
            "resources": around.resources[row.id],
            "tags": around.tags[row.id],
            "groups": around.groups[row.id],
        }
        if all(plugin.openindex_counts(fields) for plugin in counting):
            owner = around.departments.get(row.owner_org or "", NOBODY)
            found[row.id] = Dataset(row.id, fields, owner)
    return found


class _Around:
    """What lies in other tables than the datasets' own, read for all of them."""

    def __init__(self, packages: Collection[model.Package]) -> None:
        self.resources: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.tags: dict[str, list[str]] = defaultdict(list)
        self.groups: dict[str, list[str]] = defaultdict(list)
        self.departments: dict[str, Mapping[str, Any]] = {}
        if packages:
            ids = [one.id for one in packages]
            self._read(ids, {one.owner_org for one in packages if one.owner_org})

    def _read(self, ids: list[str], owners: Collection[str]) -> None:
        resource, tag, package_tag = model.resource_table, model.tag_table, model.package_tag_table
        group, member = model.group_table, model.member_table
        run = model.Session.execute
        rows = run(
            sa.select(resource)
            .where(resource.c.package_id.in_(ids), resource.c.state == "active")
            .order_by(resource.c.package_id, resource.c.position)
        )
        for row in rows.mappings():
            self.resources[row["package_id"]].append(_flat(row))
        rows = run(
            sa.select(package_tag.c.package_id, tag.c.name)
            .join(tag, tag.c.id == package_tag.c.tag_id)
            .where(package_tag.c.package_id.in_(ids), package_tag.c.state == "active")
        )
        for dataset_id, name in rows:
            self.tags[dataset_id].append(name)
        rows = run(
            sa.select(member.c.table_id, group.c.name)
            .join(group, group.c.id == member.c.group_id)
            .where(
                member.c.table_id.in_(ids),
                member.c.table_name == "package",
                member.c.state == "active",
                group.c.is_organization.is_(False),
                group.c.state == "active",
            )
        )
        for dataset_id, name in rows:
            self.groups[dataset_id].append(name)
        rows = run(sa.select(group).where(group.c.id.in_(owners), group.c.state == "active"))
        self.departments = {row["id"]: _flat(row) for row in rows.mappings()}


def departments(org_ids: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """Columns and extras of organizations by id; those that are not active are left out."""
    group = model.group_table
    query = sa.select(group).where(group.c.id.in_(org_ids), group.c.state == "active")
    return {row["id"]: _flat(row) for row in model.Session.execute(query).mappings()}


def _columns(row: model.Package) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in model.package_table.columns}


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Columns and extras together; a column goes before an extra of its name."""
    extras = row.get("extras") or {}
    return {**extras, **{key: value for key, value in row.items() if key != "extras"}}
