"""What a batch knows beforehand, asked for all at once: titles, codes, names and ids that nobody
bears, and departments that are there.

The validators ask the database about everything that is not among these, so a batch that knows
nothing only takes longer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.govopen.domain.slug import record_slug

from . import title_locks


@dataclass
class Free:
    """Resource codes, pairs of department id and title, names and ids that no dataset bears so
    far, deleted ones included for names and ids; and ``departments``, held so that the session
    keeps them.
    """

    codes: set[str] = field(default_factory=set)
    titles: set[tuple[str, str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    departments: dict[str, model.Group] = field(default_factory=dict)

    def prepare(self, datasets: Collection[Mapping[str, Any]], new_ids: Collection[str]) -> None:
        """Find out what of ``datasets``, and of the ids new ones would get, nobody bears."""
        self._titles_and_codes(datasets)
        self._names_and_ids(datasets, new_ids)
        owners = {str(data["owner_org"]) for data in datasets if data.get("owner_org")}
        group = model.Group
        found = sa.select(group).where(
            group.id.in_(owners), group.is_organization.is_(True), group.state == "active"
        )
        self.departments = {one.id: one for one in model.Session.scalars(found)}

    def _names_and_ids(
        self, datasets: Collection[Mapping[str, Any]], new_ids: Collection[str]
    ) -> None:
        names = {
            record_slug(str(data["title"]), str(data["source_id"]), str(data["source_record_id"]))
            for data in datasets
            if data.get("title") and data.get("source_id") and data.get("source_record_id")
        }
        package = model.Package
        there = sa.select(package.id, package.name).where(
            sa.or_(package.id.in_(new_ids), package.name.in_(names))
        )
        borne = {word for row in model.Session.execute(there) for word in row}
        self.names |= names - borne
        self.ids |= set(new_ids) - borne

    def _titles_and_codes(self, datasets: Collection[Mapping[str, Any]]) -> None:
        package, code = model.Package, model.package_table.c.extras["res_code"].astext
        codes = {str(data["res_code"]) for data in datasets if data.get("res_code")}
        titles = {
            (str(data["owner_org"]), data["title"])
            for data in datasets
            if data.get("owner_org") and str(data.get("title") or "").strip() == data.get("title")
        }
        title_locks.hold(titles)
        there = package.state != "deleted"
        used = sa.select(code).where(code.in_(codes), there)
        self.codes |= codes - set(model.Session.scalars(used) if codes else ())
        borne = sa.select(package.owner_org, package.title).where(
            package.title.in_({title for _, title in titles}), there
        )
        rows = model.Session.execute(borne) if titles else ()
        self.titles |= titles - {(row.owner_org, row.title) for row in rows}

    def taken(self, package: model.Package) -> None:
        """A dataset is being written: what it bears is free no longer."""
        self.names.discard(package.name)
        self.ids.discard(package.id)
        self.codes.discard(str(package.extras.get("res_code") or ""))
        self.titles.discard((str(package.owner_org), str(package.title)))
